import type { FlumeLane } from '../../flume/agent/flume-lane.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { Host } from '../../sim/host.ts'
import type { ServicePace } from '../../sim/service-pace.ts'
import type { Play } from '../play/play.ts'
import type { RecordStore } from '../../kafka/consumer/record-store.ts'
import type { Handles } from './handles.ts'

/** A store as the reader declared it: its name and its machine. */
export interface DeclaredStore {
  readonly name: string
  readonly host: Host
  readonly pace: ServicePace
  /** Lets it take events of Flume's Avro RPC on a port. */
  listen(flume: FlumeLane, port: number): void
  /** The store as consumers write to it. */
  recordStore(): RecordStore
}

/** What the builders of agents and clusters work with. */
export interface LaneScope {
  readonly play: Play
  readonly handles: Handles
  readonly lane: Lane
  /** The store behind a handle. @throws OptionError when it is none of this lane */
  readonly storeOf: (handle: unknown) => DeclaredStore
}
