import { illegalArgument } from '../conf/java/java-exception.ts'
import type { RandomStream } from '../../sim/random-stream.ts'

const FAILURES_MAX = 16
/** Failures further apart than this are not counted as consecutive. */
const SEQUENTIAL_RANGE_MS = 3_600_000

/** How an order is chosen. */
export interface OrderSelectorOptions {
  readonly kind: 'round robin' | 'random'
  readonly backoff: boolean
  readonly maxTimeOutMs: number
  readonly random: RandomStream
  readonly nowMs: () => number
}

interface FailureState {
  lastFailMs: number
  restoreMs: number
  sequentialFails: number
}

/** Puts things in an order of use, and with `backoff` leaves out for a while what failed. Source: org.apache.flume.util.OrderSelector. */
export class OrderSelector<T> {
  readonly #options: OrderSelectorOptions
  readonly #states: Map<T, FailureState>
  #nextHead = 0

  constructor(objects: readonly T[], options: OrderSelectorOptions) {
    this.#options = options
    this.#states = new Map(objects.map((object) => [object, { lastFailMs: 0, restoreMs: 0, sequentialFails: 0 }]))
  }

  /** The order for one call. @throws JavaException IllegalArgumentException when the kind is random and none is left */
  order(): T[] {
    const nowMs = this.#options.nowMs()
    const usable = [...this.#states].filter(([, { restoreMs }]) => !this.#options.backoff || restoreMs < nowMs).map(([object]) => object)
    return this.#options.kind === 'random' ? this.#shuffled(usable) : this.#rotated(usable)
  }

  /** Something failed. */
  informFailure(object: T): void {
    const state = this.#states.get(object)
    if (!this.#options.backoff || state === undefined) return
    const nowMs = this.#options.nowMs()
    const allowableMs = this.#penaltyMs(state.sequentialFails) + SEQUENTIAL_RANGE_MS
    if (allowableMs > nowMs - state.lastFailMs) state.sequentialFails = Math.min(state.sequentialFails + 1, FAILURES_MAX)
    else state.sequentialFails = 1
    state.lastFailMs = nowMs
    state.restoreMs = nowMs + this.#penaltyMs(state.sequentialFails)
  }

  #penaltyMs(fails: number): number {
    return Math.min(this.#options.maxTimeOutMs, 1000 * (1 << fails))
  }

  #rotated(usable: readonly T[]): T[] {
    if (this.#nextHead >= usable.length) this.#nextHead = 0
    const begin = this.#nextHead++
    if (this.#nextHead === usable.length) this.#nextHead = 0
    return [...usable.slice(begin), ...usable.slice(0, begin)]
  }

  #shuffled(usable: readonly T[]): T[] {
    if (usable.length === 0) throw illegalArgument('bound must be positive')
    const left = [...usable]
    const order: T[] = []
    while (left.length > 1) order.unshift(...left.splice(this.#options.random.nextInt(left.length), 1))
    return [...left, ...order]
  }
}
