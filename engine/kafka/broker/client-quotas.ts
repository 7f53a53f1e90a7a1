import { microsPerSecond } from '../../sim/time.ts'
import type { ClientQuotaImage } from '../metadata/client-quota-image.ts'
import { QuotaRate, type QuotaWindows } from './quota-rate.ts'

/** What is measured: bytes of Produce requests, bytes of Fetch responses, the time of the broker's threads. */
export type QuotaKind = 'producer_byte_rate' | 'consumer_byte_rate' | 'request_percentage'

/** How often a broker may let clients wait, and for how long (ClientQuotaManager, ClientRequestQuotaManager). */
export class ClientQuotas {
  readonly #image: ClientQuotaImage
  readonly #windows: QuotaWindows
  readonly #nowMs: () => number
  readonly #rates = new Map<string, QuotaRate>()

  constructor(image: ClientQuotaImage, windows: QuotaWindows, nowMs: () => number) {
    this.#image = image
    this.#windows = windows
    this.#nowMs = nowMs
  }

  /** Whether any quota is set: without one there is nothing to measure. */
  get isUsed(): boolean {
    return !this.#image.isEmpty
  }

  /** Notes an amount, and says how long its client has to wait, in milliseconds. */
  throttleMs(kind: 'producer_byte_rate' | 'consumer_byte_rate', clientId: string, bytes: number): number {
    return this.#record(kind, clientId, bytes)
  }

  /** Takes back bytes of a Fetch response that was emptied because its client has to wait. */
  takeBack(clientId: string, bytes: number): void {
    this.#rate('consumer_byte_rate', clientId)?.rate.record(-bytes, this.#nowMs())
  }

  /**
   * Notes how long threads worked on a request, as a percentage of one thread's time; the wait is never longer than one
   * window (ClientRequestQuotaManager.maxThrottleTimeMs).
   */
  requestThrottleMs(clientId: string, serviceMicros: number): number {
    return Math.min(this.#record('request_percentage', clientId, (serviceMicros * 100) / microsPerSecond), this.#windows.windowMs)
  }

  /** The most bytes that a Fetch response may have for a client: what its quota allows in all windows but one. */
  maxFetchBytes(clientId: string): number {
    const quota = this.#image.quotaFor(clientId, 'consumer_byte_rate')
    return quota === undefined ? Number.POSITIVE_INFINITY : (quota.limit * (this.#windows.samples - 1) * this.#windows.windowMs) / 1000
  }

  #record(kind: QuotaKind, clientId: string, amount: number): number {
    const measured = this.#rate(kind, clientId)
    if (measured === undefined) return 0
    const nowMs = this.#nowMs()
    measured.rate.record(amount, nowMs)
    return measured.rate.throttleMs(measured.limit, nowMs)
  }

  #rate(kind: QuotaKind, clientId: string): { readonly rate: QuotaRate; readonly limit: number } | undefined {
    const quota = this.#image.quotaFor(clientId, kind)
    if (quota === undefined) return undefined
    const key = `${kind} ${quota.sensor}`
    let rate = this.#rates.get(key)
    if (rate === undefined) this.#rates.set(key, (rate = new QuotaRate(this.#windows)))
    return { rate, limit: quota.limit }
  }
}
