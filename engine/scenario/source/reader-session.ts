import { defaultLimits, LimitError } from '../../sim/limits.ts'
import type { LimitReached, Limits } from '../../sim/limits.ts'
import type { Simulation } from '../../sim/simulation.ts'
import { utc } from '../../sim/time-zone/time-zone.ts'
import type { ConsoleLine, SourcePosition } from '../run/run-document.ts'
import { floatingWatch } from './floating-promises.ts'
import { inspectValue } from './inspect-value.ts'
import { ScenarioError } from './scenario-error.ts'

/** The default start of a run: 2026-01-01T00:00:00Z. */
export const defaultStartMs = 1_767_225_600_000

/** What the reader's code uses up and leaves behind during one run: steps, console lines, time and chance. */
export class ReaderSession {
  readonly console: ConsoleLine[] = []
  readonly guardPositions: SourcePosition[] = []
  /** Why the reader's code was ended, if it was; it cannot be caught away. */
  limitReached: LimitReached | undefined
  /** What a promise that nobody waits for was rejected with, as soon as there is one. */
  rejection: { readonly error: unknown } | undefined
  /** For errors that arise in the engine later: an error made within the call of the reader's code that they answer. */
  readonly callOf = new WeakMap<Error, Error>()
  readonly floating = floatingWatch((promise) => { this.#watch(promise) })
  startMs = defaultStartMs
  zone = utc
  #limits: Limits
  readonly #turns: number[] = []
  #simulation: Simulation | undefined
  #steps = 0
  #lines = 0

  /** @param limits those that hold until the scenario has said its own */
  constructor(limits: Partial<Limits>) {
    this.#limits = { ...defaultLimits, ...limits }
  }

  /** Binds time, chance and limits to the run that begins. */
  begin(simulation: Simulation): void {
    this.#simulation = simulation
    this.#limits = simulation.limits
  }

  get nowMicros(): number {
    return this.#simulation?.nowMicros ?? 0
  }

  /** Virtual time in milliseconds since 1970. */
  get nowMs(): number {
    return this.startMs + Math.floor(this.nowMicros / 1000)
  }

  /** The next number of the stream `scenario`, behind the reader's Math.random. */
  random(): number {
    if (this.#simulation === undefined) throw new ScenarioError('Math.random has no seed before the run begins.', undefined, 'Call it inside scenario(…).')
    return this.#simulation.random('scenario').nextFloat()
  }

  /** Called at every loop turn and function entry of the reader's code. @throws LimitError when the steps are used up */
  readonly step = (guard: number): void => {
    this.#turns[guard] = (this.#turns[guard] ?? 0) + 1
    if (++this.#steps > this.#limits.steps) throw this.#limitError('steps', this.#hottestPlace())
  }

  /** Takes a line of the console. @throws LimitError when there are too many */
  write(level: ConsoleLine['level'], values: readonly unknown[]): void {
    if (++this.#lines > this.#limits.consoleLines) throw this.#limitError('consoleLines', this.#hottestPlace())
    const text = values.map((value) => inspectValue(value)).join(' ')
    this.console.push({ timeMicros: this.nowMicros, level, text })
    this.#simulation?.recorder.hashOf('scenario').text(text)
  }

  #watch(promise: Promise<unknown>): void {
    if (this.#simulation !== undefined) this.#simulation.readerWaits = true
    promise.then(undefined, (error: unknown) => { this.rejection ??= { error } })
  }

  #limitError(limit: 'steps' | 'consoleLines', usedBy: string): LimitError {
    const error = new LimitError(limit, this.#limits[limit], usedBy, this.nowMicros)
    this.limitReached ??= { ...error.reached }
    return error
  }

  #hottestPlace(): string {
    let hottest = 0
    for (let guard = 1; guard < this.#turns.length; guard++) if ((this.#turns[guard] ?? 0) > (this.#turns[hottest] ?? 0)) hottest = guard
    const position = this.guardPositions[hottest]
    return position === undefined ? 'the scenario' : `${position.file}, line ${position.line}, column ${position.column}`
  }
}
