import type { FlumeLane } from '../../flume/agent/flume-lane.ts'
import type { GroupProgress } from '../../kafka/coordinator/group-progress.ts'
import type { LaneScope } from '../lane/lane-scope.ts'

/** Who reads the topics of a cluster and which streams go there: what is sent to a topic is owed to every reader's destination. */
export class TopicDebts {
  readonly #scope: LaneScope
  readonly #flume: FlumeLane
  readonly #progress: GroupProgress
  readonly #destinations = new Map<string, Set<number>>()
  readonly #loads: { readonly topic: string; readonly stream: number }[] = []

  constructor(scope: LaneScope, flume: FlumeLane, progress: GroupProgress) {
    this.#scope = scope
    this.#flume = flume
    this.#progress = progress
  }

  /** A stream goes to a topic: it is owed to whoever reads the topic, now or later. */
  addStream(topic: string, stream: number): void {
    this.#loads.push({ topic, stream })
    for (const [key, destinations] of this.#destinations) if (key.endsWith(`\u0000${topic}`)) this.#scope.lane.ledger.owe(stream, [...destinations])
  }

  /** A reader that is no agent: what agents write to the topic ends there. */
  addConsumer(groupId: string, topic: string, destination: number): void {
    const { name } = this.#scope.lane.ledger.destinations[destination] ?? {}
    if (name !== undefined) this.#flume.routes.addTopicEnd(topic, groupId, name)
    this.addReader(groupId, topic, destination)
  }

  /**
   * A group reads a topic for a destination; its members share one. A group that comes while the run goes on is owed what
   * is stored and what comes, unless `auto.offset.reset` makes it begin later.
   */
  addReader(groupId: string, topic: string, destination: number): void {
    const key = `${groupId}\u0000${topic}`
    const known = this.#destinations.get(key) ?? new Set()
    this.#destinations.set(key, known)
    if (known.has(destination)) return
    known.add(destination)
    this.#progress.addReader(groupId, topic, destination)
    if (this.#scope.play.isBuilt) this.#progress.joinLate(groupId, topic, destination)
    for (const { topic: sentTo, stream } of this.#loads) if (sentTo === topic) this.#scope.lane.ledger.owe(stream, [destination])
  }
}
