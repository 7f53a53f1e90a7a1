import type { EndingRequest } from '../../ledger/lane-ledger.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { BoltEmission, OutputCollector } from '../topology/component.ts'
import type { StormValue } from '../tuple/storm-value.ts'
import { defaultStreamId, type AnchorsToIds, type Tuple } from '../tuple/tuple.ts'
import type { Outgoing, TaskOutput } from './task-output.ts'

/**
 * How a bolt's task emits and answers. Source: org.apache.storm.executor.bolt.BoltOutputCollectorImpl.
 * It also tells the books of records that a bolt let go of without passing them on.
 */
export class BoltCollector implements OutputCollector {
  readonly #books: { readonly lane: Lane; readonly destinations: () => readonly number[] }
  readonly #output: TaskOutput
  readonly #place: string
  #current: Tuple | undefined
  #isPassedOn = false
  #answer: 'ack' | 'fail' | undefined
  readonly #kept = new Set<Tuple>()

  constructor(books: { readonly lane: Lane; readonly destinations: () => readonly number[] }, output: TaskOutput, place: string) {
    this.#books = books
    this.#output = output
    this.#place = place
  }

  /** A tuple is executed now. */
  begin(tuple: Tuple): void {
    this.#current = tuple
    this.#isPassedOn = false
    this.#answer = undefined
  }

  /** The execution is over. */
  end(): void {
    const tuple = this.#current
    this.#current = undefined
    if (tuple === undefined || tuple.runs.length === 0 || this.#isPassedOn || this.#kept.has(tuple)) return
    this.#ended(tuple.runs, this.#answer)
  }

  /** The bolt goes on with the tuple later: it walks the records, and says itself what becomes of them. */
  keep(tuple: Tuple): void {
    this.#kept.add(tuple)
  }

  emit(anchors: readonly Tuple[], values: readonly StormValue[], { stream = defaultStreamId, runs }: BoltEmission = {}): readonly number[] {
    const targets = this.#output.targets(stream, values)
    const outgoing = { stream, values, runs: runs ?? this.#runsOf(anchors) }
    for (const task of targets) this.#send(task, anchors, outgoing)
    return targets
  }

  emitDirect(task: number, anchors: readonly Tuple[], values: readonly StormValue[], { stream = defaultStreamId, runs }: BoltEmission = {}): void {
    this.#send(task, anchors, { stream, values, runs: runs ?? this.#runsOf(anchors) })
  }

  ack(tuple: Tuple): void {
    if (tuple === this.#current) this.#answer = 'ack'
    this.#kept.delete(tuple)
    for (const [root, id] of tuple.anchorsToIds) this.#output.tellAcker(root, { kind: '__ack_ack', root, value: id ^ tuple.ackValue })
  }

  fail(tuple: Tuple): void {
    if (tuple === this.#current) this.#answer = 'fail'
    else if (this.#kept.has(tuple)) this.#ended(tuple.runs, 'fail')
    this.#kept.delete(tuple)
    for (const root of tuple.anchorsToIds.keys()) this.#output.tellAcker(root, { kind: '__ack_fail', root })
  }

  resetTimeout(tuple: Tuple): void {
    for (const root of tuple.anchorsToIds.keys()) this.#output.tellAcker(root, { kind: '__ack_reset_timeout', root })
  }

  #runsOf(anchors: readonly Tuple[]): readonly RecordRun[] {
    return anchors.length === 0 ? (this.#current?.runs ?? []) : anchors.flatMap(({ runs }) => runs)
  }

  /** One new edge from each anchor to the tuple; every tree that an anchor is in gets it. */
  #send(task: number, anchors: readonly Tuple[], outgoing: Outgoing): void {
    const anchorsToIds = new Map<bigint, bigint>()
    for (const anchor of anchors) {
      if (anchor.anchorsToIds.size === 0) continue
      const edge = this.#output.newId()
      anchor.ackValue ^= edge
      for (const root of anchor.anchorsToIds.keys()) anchorsToIds.set(root, (anchorsToIds.get(root) ?? 0n) ^ edge)
    }
    this.#isPassedOn = true
    this.#output.send(task, outgoing, anchorsToIds satisfies AnchorsToIds)
  }

  #ended(runs: readonly RecordRun[], answer: 'ack' | 'fail' | undefined): void {
    const common = { place: this.#place, destinations: this.#books.destinations() }
    const request: EndingRequest = answer === 'ack'
      ? { ...common, fate: 'filtered', cause: 'the bolt acked it and emitted nothing' }
      : { ...common, fate: 'dropped', cause: answer === 'fail' ? 'the bolt failed it' : 'the bolt never answered' }
    for (const run of runs) this.#books.lane.ledger.copyEnded(run, request)
  }
}
