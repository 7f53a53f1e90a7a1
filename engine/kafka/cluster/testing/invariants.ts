import type { RecordBatch } from '../../record/record-batch.ts'
import type { KafkaCluster } from '../kafka-cluster.ts'
import type { KafkaNode } from '../kafka-node.ts'
import type { AcknowledgedRecord } from './test-producer.ts'

/** The high watermark that a leader of an epoch had last. */
interface SeenHighWatermark {
  readonly node: number
  readonly incarnation: number
  readonly leaderEpoch: number
  readonly highWatermark: number
}

/**
 * Watches one partition of a cluster and names the first rule that it sees broken: those of KIP-966's TLA+ specification
 * (Vanlightly, kip_966_properties) that can be seen from outside, and the order of offsets.
 */
export class InvariantChecker {
  readonly #cluster: KafkaCluster
  readonly #topic: string
  readonly #minIsr: number
  #seen: SeenHighWatermark | undefined

  constructor(cluster: KafkaCluster, topic: string, minIsr: number) {
    this.#cluster = cluster
    this.#topic = topic
    this.#minIsr = minIsr
  }

  /** What is broken now; undefined when nothing is. */
  broken(): string | undefined {
    return this.#offsets() ?? this.#highWatermarkFell() ?? this.#logsDiffer() ?? this.#membership()
  }

  /** Acknowledged records that the leader does not have at their offsets; for acks=all there must be none. */
  missingFromLeader(acknowledged: readonly AcknowledgedRecord[]): readonly AcknowledgedRecord[] {
    const leader = this.#cluster.leaderOf(this.#topic, 0)
    const partition = leader?.broker?.replicas.partition(this.#topic, 0)
    const state = this.#cluster.partition(this.#topic, 0)
    if (leader === undefined || partition?.isLeader !== true || partition.leaderEpoch !== state?.leaderEpoch) return []
    const batches = partition.log.read(0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY).batches
    const atOffset = new Map(batches.map((batch) => [batch.baseOffset, batch.runs[0]?.first]))
    return acknowledged.filter(({ record, offset }) => atOffset.get(offset) !== record)
  }

  get #running(): readonly KafkaNode[] {
    return this.#cluster.brokers.filter(({ broker }) => broker?.replicas.partition(this.#topic, 0) !== undefined)
  }

  /** Position ≤ HW ≤ LEO, logStart ≤ HW. */
  #offsets(): string | undefined {
    for (const { id } of this.#running) {
      const log = this.#cluster.logOf(id, this.#topic, 0)
      if (log === undefined) continue
      if (log.highWatermark > log.logEndOffset) return `broker ${id}: high watermark ${log.highWatermark} beyond the end ${log.logEndOffset}`
      if (log.logStartOffset > log.highWatermark) return `broker ${id}: log start ${log.logStartOffset} beyond the high watermark ${log.highWatermark}`
    }
    return undefined
  }

  #highWatermarkFell(): string | undefined {
    for (const { id, broker, process } of this.#running) {
      const partition = broker?.replicas.partition(this.#topic, 0)
      if (partition?.isLeader !== true) continue
      const { leaderEpoch } = partition
      if (leaderEpoch < (this.#seen?.leaderEpoch ?? 0)) continue
      const { highWatermark } = partition.log
      const seen = this.#seen
      this.#seen = { node: id, incarnation: process.incarnation, leaderEpoch, highWatermark }
      if (seen?.node === id && seen.incarnation === process.incarnation && seen.leaderEpoch === leaderEpoch && highWatermark < seen.highWatermark) {
        return `broker ${id}: high watermark fell from ${seen.highWatermark} to ${highWatermark} within leader epoch ${leaderEpoch}`
      }
    }
    return undefined
  }

  /** LogMatching: below both high watermarks, two replicas hold the same. */
  #logsDiffer(): string | undefined {
    const logs = this.#running.flatMap(({ id }) => {
      const log = this.#cluster.logOf(id, this.#topic, 0)
      return log === undefined ? [] : [{ id, log }]
    })
    const [first, ...others] = logs
    for (const other of others) {
      if (first === undefined) break
      const end = Math.min(first.log.highWatermark, other.log.highWatermark)
      const left = first.log.read(0, Number.POSITIVE_INFINITY, end).batches
      const right = other.log.read(0, Number.POSITIVE_INFINITY, end).batches
      const index = left.findIndex((batch, position) => !isSame(batch, right[position]))
      if (index >= 0) return `brokers ${first.id} and ${other.id} differ at offset ${left[index]?.baseOffset} below the high watermark ${end}`
    }
    return undefined
  }

  /** ELR ∩ ISR = ∅; no ELR while the ISR is large enough; no fenced broker in the ISR. */
  #membership(): string | undefined {
    const { image } = this.#cluster
    const state = image?.partition(this.#topic, 0)
    if (image === undefined || state === undefined) return undefined
    if (state.elr.some((id) => state.isr.includes(id))) return `ELR [${state.elr.join()}] and ISR [${state.isr.join()}] overlap`
    if (state.isr.length >= this.#minIsr && state.elr.length > 0) return `ELR [${state.elr.join()}] with ISR [${state.isr.join()}]`
    const fenced = state.isr.find((id) => image.broker(id)?.fenced === true)
    if (fenced !== undefined && this.#cluster.activeController !== undefined) return `broker ${fenced} is fenced and in the ISR`
    if (state.leader >= 0 && !state.isr.includes(state.leader)) return `leader ${state.leader} is not in the ISR [${state.isr.join()}]`
    return undefined
  }
}

function isSame(left: RecordBatch, right: RecordBatch | undefined): boolean {
  return right?.baseOffset === left.baseOffset && right.partitionLeaderEpoch === left.partitionLeaderEpoch && right.runs[0]?.first === left.runs[0]?.first
}
