import type { Lane } from '../../ledger/lane.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import { sliceRuns } from '../../ledger/record-runs.ts'
import type { KafkaCluster } from '../cluster/kafka-cluster.ts'
import type { PartitionLog } from '../log/partition-log.ts'

/** A partition of a topic, with the group that reads it. */
export interface GroupPartition {
  readonly groupId: string
  readonly topic: string
  readonly partition: number
}

/**
 * How far groups are, for the books: the log is answerable for a record to a group until the group has committed beyond
 * it. Kept beside the cluster; no broker or client looks at it.
 */
export class GroupProgress {
  readonly #cluster: KafkaCluster
  readonly #destinations = new Map<string, number>()
  readonly #committed = new Map<string, number>()
  /** Leader epoch of the record before the committed offset, as the consumer had it; -1 when it did not say. */
  readonly #committedEpochs = new Map<string, number>()
  /** Ends of the logs when a group began to read in the middle of the run; what a policy makes it pass over below is not owed to it. */
  readonly #joinedAt = new Map<string, number>()
  /** Positions of living consumers, from which they would go on whatever is committed. */
  readonly #live = new Map<string, () => number | undefined>()

  constructor(cluster: KafkaCluster) {
    this.#cluster = cluster
  }

  get lane(): Lane {
    return this.#cluster.lane
  }

  /** Says that a group's reading of a topic serves a destination of the ledger. */
  addReader(groupId: string, topic: string, destination: number): void {
    this.#destinations.set(`${groupId}\u0000${topic}`, destination)
    this.#cluster.topicReaders.addReader(topic, {
      destination,
      positionOf: (partition) => this.#positionOf({ groupId, topic, partition }),
    })
  }

  /**
   * A group that has just been added reads a topic for a destination that is owed none of its records yet, in the middle
   * of the run: what `auto.offset.reset` makes it pass over of what is stored now is not owed to it.
   */
  joinLate(groupId: string, topic: string, destination: number): void {
    const { ledger } = this.lane
    if ([...ledger.books.keys()].some((stream) => ledger.owedTo(stream).includes(destination))) return
    const partitions = this.#cluster.image?.topic(topic)?.partitions ?? []
    partitions.forEach(({ leader }, partition) => {
      const end = leader < 0 ? undefined : this.#cluster.logOf(leader, topic, partition)?.logEndOffset
      this.#joinedAt.set(keyOf({ groupId, topic, partition }), end ?? 0)
    })
  }

  /** An offset was committed after a record of `leaderEpoch` (-1: not said); with undefined, it expired. */
  committed(at: GroupPartition & { readonly leaderEpoch: number }, offset: number | undefined): void {
    const before = this.#committed.get(keyOf(at)) ?? 0
    if (offset === undefined) this.#committed.delete(keyOf(at))
    else {
      this.#committed.set(keyOf(at), offset)
      this.#committedEpochs.set(keyOf(at), at.leaderEpoch)
      this.#endStrays(at, before, offset)
    }
  }

  /** A coordinator reads the offsets of some groups anew: what their log does not have any more is not committed. */
  forget(isConcerned: (groupId: string) => boolean): void {
    for (const key of [...this.#committed.keys()]) if (isConcerned(key.slice(0, key.indexOf('\u0000')))) this.#committed.delete(key)
  }

  /** The committed offset; undefined when there is none. */
  committedOf(at: GroupPartition): number | undefined {
    return this.#committed.get(keyOf(at))
  }

  /** A consumer reads a partition for its group; `position` is undefined once it does not any more. */
  follow(at: GroupPartition, position: () => number | undefined): void {
    this.#live.set(keyOf(at), position)
  }

  /** A consumer's position was set to `to` by policy: what its group has not read below will not be read by it. */
  skipped(at: GroupPartition, to: number, place: string, cause: string): void {
    const destination = this.#destinations.get(`${at.groupId}\u0000${at.topic}`)
    const from = this.#committed.get(keyOf(at)) ?? 0
    if (destination === undefined || to <= from) return
    const joinedAt = Math.min(to, this.#joinedAt.get(keyOf(at)) ?? 0)
    for (const run of this.#recordsBetween(at, from, joinedAt)) this.lane.ledger.exempt(destination, run)
    for (const run of this.#recordsBetween(at, Math.max(from, joinedAt), to)) {
      this.lane.ledger.copyEnded(run, { fate: 'dropped', place, cause, isStored: true, destinations: [destination] })
    }
  }

  /**
   * Somebody moved a group's position (a seek, a reset of committed offsets). What it passes over forwards will not be
   * read; what it gets once more after a move backwards was asked for, and is a replay, no duplicate.
   */
  moved(at: GroupPartition, { from, to }: { readonly from: number; readonly to: number }, place: string): void {
    const destination = this.#destinations.get(`${at.groupId}\u0000${at.topic}`)
    if (destination === undefined) return
    for (const run of this.#recordsBetween(at, to, from)) this.lane.ledger.expectReplay(destination, run)
    for (const run of this.#recordsBetween(at, from, to)) {
      this.lane.ledger.copyEnded(run, { fate: 'dropped', place, cause: 'skipped: the position was moved over it', isStored: true, destinations: [destination] })
    }
  }

  /**
   * After an unclean election a replica that is away may have records at offsets that the leader gave to others. Once the
   * group has passed those offsets it will never read them, whether that replica comes back to truncate its log or not.
   */
  #endStrays(at: GroupPartition, from: number, to: number): void {
    const state = this.#cluster.partition(at.topic, at.partition)
    const destination = this.#destinations.get(`${at.groupId}\u0000${at.topic}`)
    if (state === undefined || destination === undefined || state.leader < 0 || state.isr.length === state.replicas.length) return
    const kept = new Set(this.#recordsBetween(at, from, to).flatMap(recordsOf))
    for (const replica of state.replicas) {
      if (state.isr.includes(replica)) continue
      const place = `${this.#cluster.node(replica).brokerName}/${at.topic}-${String(at.partition)}`
      for (const record of this.#recordsBetween(at, from, to, replica).flatMap(recordsOf)) {
        if (kept.has(record)) continue
        this.lane.ledger.copyEnded({ first: record, count: 1 }, { fate: 'lost', place, cause: 'not in the log of the leader that was elected without it', destinations: [destination] })
      }
    }
  }

  /** The records of a partition's log in [from, to), as the leader has them, or another replica. */
  #recordsBetween({ topic, partition }: GroupPartition, from: number, to: number, replica = this.#cluster.leaderOf(topic, partition)?.id): readonly RecordRun[] {
    if (to <= from) return []
    const files = replica === undefined ? undefined : this.#cluster.filesOf(replica, topic, partition)
    const found: RecordRun[] = []
    files?.walk(Math.max(from, files.startOffset), (batch) => {
      if (batch.baseOffset >= to) return
      const runs = sliceRuns(batch.runs, Math.max(0, from - batch.baseOffset), Math.min(batch.recordCount, to - batch.baseOffset))
      found.push(...runs)
    })
    return found
  }

  /**
   * What is committed beyond the end of the leader's log, or beyond the end of the epoch that it was committed in, is no
   * position: the log has lost records, and a reader finds that out and resets it (KIP-320).
   */
  #positionOf(at: GroupPartition): number | undefined {
    const committed = this.#committed.get(keyOf(at))
    if (committed === undefined) return undefined
    const leader = this.#cluster.leaderOf(at.topic, at.partition)
    const log = leader === undefined ? undefined : this.#cluster.logOf(leader.id, at.topic, at.partition)
    if (log !== undefined && committed > endOf(log, this.#committedEpochs.get(keyOf(at)) ?? -1)) return undefined
    const live = this.#live.get(keyOf(at))?.()
    return live === undefined ? committed : Math.min(committed, live)
  }
}

const recordsOf = ({ first, count }: RecordRun): readonly number[] => Array.from({ length: count }, (_, index) => first + index)

/** Where the epoch ends in a log; its end for an epoch that was not said or that it does not know yet. */
function endOf(log: PartitionLog, leaderEpoch: number): number {
  if (leaderEpoch < 0) return log.logEndOffset
  const { endOffset } = log.endOffsetForEpoch(leaderEpoch)
  return endOffset < 0 ? log.logEndOffset : endOffset
}

function keyOf({ groupId, topic, partition }: GroupPartition): string {
  return `${groupId}\u0000${topic}\u0000${String(partition)}`
}
