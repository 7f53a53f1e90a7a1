import type { Lane } from '../../../../engine/ledger/lane.ts'
import { property, textOf, type Json, type JsonObject } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import type { ClusterView, PartitionView } from './cluster-view.ts'
import type { ReplayClient } from './replay-client.ts'
import type { MemberEvent, ReplayMember } from './replay-member.ts'
import type { RunClock } from './run-clock.ts'
import type { StoredRecord } from './stored-record.ts'

/** Records that one send step handed over. */
export interface SentRange {
  readonly client: ReplayClient
  readonly first: number
  readonly count: number
}

/** Everything that the steps of one run share. */
export interface WorldParts {
  readonly clock: RunClock
  readonly lane: Lane
  readonly view: ClusterView
  /** Node names that the fact binds (`v`, `x`, `y`). */
  readonly bound: ReadonlyMap<string, number>
  readonly clientOf: (id: string) => ReplayClient
  readonly freshClient: (spec: JsonObject) => ReplayClient
  readonly setup: Json
}

/** A run under way: its cluster, its clients, the moments that have labels, and what steps have kept for later ones. */
export class RunWorld {
  readonly clock: RunClock
  readonly lane: Lane
  readonly view: ClusterView
  readonly setup: Json
  /** Virtual microseconds of labels. */
  readonly labels = new Map<string, number>()
  /** When a condition last came true, by condition. */
  readonly cameTrue = new Map<string, number>()
  /** Results of steps that have a name (`as`). */
  readonly results = new Map<string, Json>()
  /** The causes of errors that steps ended with; null for an error without one. */
  readonly causes = new Map<JsonObject, string | null>()
  /** Members of groups that were started, by id. */
  readonly members = new Map<string, ReplayMember>()
  /** What the driver did to members. */
  readonly driverEvents: MemberEvent[] = []
  /** When the first step began. */
  firstMicros = 0
  /** Members that are processes of their own, because they are killed; the others live in a JVM that runs already. */
  readonly ownJvms = new Set<string>()
  /** Producers whose records flow. */
  readonly flowing = new Set<string>()
  readonly reads = new Map<string, readonly StoredRecord[]>()
  readonly sends = new Map<string, SentRange>()
  /** Leaders before the last signal, by `topic-partition`. */
  readonly leadersBefore = new Map<string, number>()
  readonly #bound: ReadonlyMap<string, number>
  readonly #clientOf: (id: string) => ReplayClient
  readonly #freshClient: (spec: JsonObject) => ReplayClient

  constructor(parts: WorldParts) {
    this.clock = parts.clock
    this.lane = parts.lane
    this.view = parts.view
    this.setup = parts.setup
    this.#bound = parts.bound
    this.#clientOf = parts.clientOf
    this.#freshClient = parts.freshClient
  }

  /** The client of that name, constructed now if it is lazy. @throws NotReplayable for an unknown one */
  client(id: string): ReplayClient {
    return this.#clientOf(id)
  }

  /** A client that the setup does not name. @throws KafkaException what its constructor throws */
  freshClient(spec: JsonObject): ReplayClient {
    return this.#freshClient(spec)
  }

  /** A node's id from a number or a bound name. @throws NotReplayable for an unbound name */
  node(value: Json | undefined): number {
    if (typeof value === 'number') return value
    const bound = typeof value === 'string' ? (this.#bound.get(value) ?? Number(value)) : Number.NaN
    if (Number.isNaN(bound)) throw new NotReplayable(`the node ${JSON.stringify(value)} is not bound`)
    return bound
  }

  /** The moment of a label, or of `event:<client> <text>`. @throws NotReplayable for an unknown one */
  momentOf(name: string): number {
    const [, id = '', text = ''] = /^event:(\S+) (.*)$/.exec(name) ?? []
    const moment = id === '' ? this.labels.get(name) : this.members.get(id)?.events.find(({ event }) => event === text)?.micros
    if (moment === undefined) throw new NotReplayable(`nothing is known of the moment ${name}`)
    return moment
  }

  /** Milliseconds from a labelled moment to an instant. @throws NotReplayable for an unknown label */
  msSince(label: string, micros = this.clock.nowMicros): number {
    const zero = this.momentOf(label)
    return Math.floor(micros / 1000) - Math.floor(zero / 1000)
  }

  /** Milliseconds since the label that a step names in a field; undefined when it names none. */
  zeroOf(step: Json): number | undefined {
    const label = textOf(step, 'zero') || textOf(step, 'since')
    return label === '' ? undefined : this.labels.get(label)
  }

  /** Remembers every partition's leader before a fault. */
  rememberLeaders(): void {
    for (const topic of this.view.topics) {
      for (let partition = 0; partition < this.view.partitionCount(topic); partition++) {
        const state: PartitionView | undefined = this.view.partition(topic, partition)
        if (state !== undefined && state.leader >= 0) this.leadersBefore.set(`${topic}-${String(partition)}`, state.leader)
      }
    }
  }

  /** A setup entry. */
  setupOf(name: string): Json | undefined {
    return property(this.setup, name)
  }
}
