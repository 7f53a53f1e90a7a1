import type { ProcessorContext } from './processor.ts'

/** When windows that have closed are looked for again, in milliseconds of wall-clock time (StreamsConfig.InternalConfig). */
const emitIntervalSetting = '__emit.interval.ms.kstreams.windowed.aggregation__'
const emitIntervalMsDefault = 1000

/** Lets each window out once, when it has closed (EmitStrategy.onWindowClose). */
export class FinalEmission {
  readonly #context: ProcessorContext
  readonly #emit: (afterCloseMs: number | undefined, closeMs: number) => void
  #nextMs = 0
  #lastCloseMs: number | undefined

  /** @param emit lets those out that close by the second time and had not closed by the first */
  constructor(context: ProcessorContext, emit: (afterCloseMs: number | undefined, closeMs: number) => void) {
    this.#context = context
    this.#emit = emit
  }

  /** Looks for windows that have closed by a time; at most once an interval. */
  closeBy(closeMs: number): void {
    const now = this.#context.nowMs()
    if (now < this.#nextMs) return
    const setting = this.#context.setting(emitIntervalSetting)
    this.#nextMs = now + (setting === undefined ? emitIntervalMsDefault : Number(setting))
    if (this.#lastCloseMs !== undefined && this.#lastCloseMs >= closeMs) return
    if (closeMs < 0) return
    this.#emit(this.#lastCloseMs, closeMs)
    this.#lastCloseMs = closeMs
  }
}
