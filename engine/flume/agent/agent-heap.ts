import { bodyBytes, eachEvent, headersOf, isUniform, type EventRun } from '../event/event-run.ts'
import { OutOfMemoryError } from '../exceptions.ts'
import type { AgentContext } from './agent-context.ts'
import type { Grip } from './hands.ts'

/** A HashMap's first table, and of each header its node and the two texts without their characters. */
const TABLE_BYTES = 80
const HEADER_BYTES = 112

/** The track moves in steps of this share of the heap: it is for the eye, and every batch would cost a change. */
const STEPS = 64

type Visit = (run: EventRun) => void

/**
 * The heap of an agent's JVM as far as events fill it: those in memory channels, those taken and not committed, and the
 * batches that sources have in hand. An event in several channels is one object, and is counted once.
 * Source of the limit: `-Xmx20m` in bin/flume-ng.
 */
export class AgentHeap {
  readonly #context: Pick<AgentContext, 'lane' | 'process' | 'costs'>
  readonly #walkChannels: (visit: Visit) => void
  readonly #batches = new Set<readonly EventRun[]>()
  /** Of all holders together: an event in two channels counts twice here. */
  #summedBytes = 0
  /** At most so much is alive: what was found when somebody looked last, and all that came since. */
  #aliveBytes = Infinity
  #shownStep = -1

  /** @param walkChannels calls back for what channels have in memory */
  constructor(context: Pick<AgentContext, 'lane' | 'process' | 'costs'>, walkChannels: (visit: Visit) => void) {
    this.#context = context
    this.#walkChannels = walkChannels
  }

  /** A thread makes objects of a batch; they live until the grip ends. @throws OutOfMemoryError */
  hold(runs: readonly EventRun[]): Grip {
    const bytes = this.#bytesOf(runs)
    const batch = [...runs]
    this.#aliveBytes += bytes
    this.#batches.add(batch)
    this.#summedBytes += bytes
    const release = (): void => {
      this.#batches.delete(batch)
      this.#summedBytes -= bytes
      this.#show()
    }
    if (this.#fits()) return { release }
    release()
    throw new OutOfMemoryError('Java heap space')
  }

  /** A channel keeps events that were in a batch. */
  keep(runs: readonly EventRun[]): void {
    this.#summedBytes += this.#bytesOf(runs)
  }

  /** A channel lets go of events. */
  free(runs: readonly EventRun[]): void {
    this.#summedBytes -= this.#bytesOf(runs)
    this.#show()
  }

  /** The JVM has ended. */
  reset(): void {
    this.#batches.clear()
    this.#summedBytes = 0
    this.#aliveBytes = Infinity
    this.#show()
  }

  /** Looks closely only when the holders' sum is too much: then events in several channels have to be told. */
  #fits(): boolean {
    const { heapBytes, baseHeapBytes } = this.#context.costs
    const limit = heapBytes - baseHeapBytes
    if (Math.min(this.#summedBytes, this.#aliveBytes) <= limit) return true
    this.#aliveBytes = this.#measure()
    return this.#aliveBytes <= limit
  }

  #measure(): number {
    const runs: EventRun[] = []
    const visit: Visit = (run) => runs.push(run)
    this.#walkChannels(visit)
    for (const batch of this.#batches) batch.forEach(visit)
    let bytes = 0
    let end = -1
    for (const run of runs.toSorted((left, right) => left.first - right.first)) {
      const known = Math.min(run.count, Math.max(0, end - run.first))
      if (known < run.count) bytes += this.#bytesOf([{ ...run, first: run.first + known, count: run.count - known }])
      end = Math.max(end, run.first + run.count)
    }
    return bytes
  }

  #bytesOf(runs: readonly EventRun[]): number {
    let bytes = 0
    for (const run of runs) bytes += this.#bytesOfRun(run)
    return bytes
  }

  #bytesOfRun(run: EventRun): number {
    const { lane: { streams }, costs } = this.#context
    const bodies = bodyBytes(streams, run) + costs.eventHeapBytes * run.count
    if (run.headers === undefined && run.hasRecordHeaders !== true) return bodies
    if (isUniform(streams, run)) return bodies + this.#headerBytes(run) * run.count
    let headers = 0
    for (const event of eachEvent([run])) headers += this.#headerBytes(event)
    return bodies + headers
  }

  #headerBytes(run: EventRun): number {
    let bytes = 0
    for (const [key, value] of headersOf(this.#context.lane.streams, run)) bytes += HEADER_BYTES + key.length + value.length
    return bytes === 0 ? 0 : bytes + TABLE_BYTES
  }

  #show(): void {
    const { lane: { simulation: { recorder } }, process, costs } = this.#context
    const stepBytes = Math.ceil(costs.heapBytes / STEPS)
    const step = Math.ceil(Math.min(this.#summedBytes, this.#aliveBytes) / stepBytes)
    if (step === this.#shownStep) return
    this.#shownStep = step
    recorder.set(recorder.track(process.name, 'heap-used-by-events-bytes', 'number'), step * stepBytes)
  }
}
