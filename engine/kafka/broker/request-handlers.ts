import type { Lane } from '../../ledger/lane.ts'
import type { Process } from '../../sim/process.ts'
import type { RandomStream } from '../../sim/random-stream.ts'
import type { ClusterImage } from '../metadata/cluster-image.ts'
import type { NodeSettings } from '../metadata/node-settings.ts'
import type { AnyRequest } from '../protocol/envelope.ts'
import type { ErrorName } from '../protocol/errors.ts'
import type { ApiName, ResponseOf } from '../protocol/messages.ts'
import type { BrokerPeers } from './broker-peers.ts'
import type { ProducerIds } from './producer-ids.ts'
import type { RecordBatch } from '../record/record-batch.ts'

/** Answers a request with the body that belongs to its API; `close` ends the connection without an answer. */
export interface Answer {
  (body: ResponseOf<ApiName>): void
}

/** How a broker deals with one request. */
export interface RequestContext {
  readonly answer: Answer
  /** There is no answer to this request: read on (acks=0). */
  readonly finish: () => void
  /** Closes the connection. */
  readonly close: () => void
  /** Nothing more is read from this connection for so long after the answer (SocketServer's throttled channels). */
  readonly throttle: (throttleMs: number) => void
  /** A thread of the broker waits for the disk for so long: the processor of this connection, or a request handler. */
  readonly occupy: (thread: 'processor' | 'handler', micros: number) => void
  /** How long threads of the broker have worked on this request, waiting not counted. */
  readonly serviceMicros: number
}

/** What a broker offers to a part that another module plugs into it, such as the group coordinator. */
export interface BrokerServices {
  readonly nodeId: number
  /** The broker's name as a component. */
  readonly name: string
  readonly lane: Lane
  readonly process: Process
  readonly settings: NodeSettings
  readonly image: ClusterImage
  readonly random: RandomStream
  readonly nowMs: () => number
  /**
   * Appends to a partition that this broker leads, and calls back when it is replicated as acks=all asks, or with the
   * error that a producer would get.
   */
  append(at: { readonly topic: string; readonly partitionId: number }, batch: RecordBatch, timeoutMs: number, done: (error: ErrorName, baseOffset: number) => void): void
  /** What a partition's log holds here, from an offset on. */
  read(topic: string, partitionId: number, fromOffset: number): readonly RecordBatch[]
  /** The leader epoch under which this broker leads the partition; undefined when it does not. */
  leaderEpochOf(topic: string, partitionId: number): number | undefined
  /** Has an internal topic created; it appears in the image when it is. */
  /** Ids that no producer has had. */
  readonly producerIds: ProducerIds
  /** The way to other brokers. */
  readonly peers: BrokerPeers
  /** Tells the parts of this broker that a transaction's marker is in a partition's log. */
  markerWritten(topic: string, partitionId: number, producerId: number, isCommit: boolean): void
  createTopic(topic: { readonly name: string; readonly partitions: number; readonly replicationFactor: number; readonly configs: Readonly<Record<string, string>> }): void
}

/** A part that answers some APIs; a new one is made for each life of a broker. */
export interface RequestHandlers {
  /** APIs that go to `handle`. */
  readonly apis: readonly ApiName[]
  handle(request: AnyRequest, context: RequestContext): void
  /** This broker leads the partition now, under this epoch. */
  onLeading?(topic: string, partitionId: number, leaderEpoch: number): void
  /** This broker does not lead the partition any more. */
  onFollowing?(topic: string, partitionId: number): void
  /** A marker that ends a producer's transaction is in the log of a partition that this broker leads. */
  onMarker?(topic: string, partitionId: number, producerId: number, isCommit: boolean): void
  /** The process has ended. */
  onEnd?(): void
}

/** Makes a part for a broker that is starting. */
export type RequestHandlersFactory = (services: BrokerServices) => RequestHandlers
