import type { Process, Timer } from '../../sim/process.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'

interface Waiter {
  readonly bytes: number
  readonly timer: Timer
  readonly granted: () => void
}

/**
 * The producer's memory (buffer.memory; Kafka's BufferPool). Who finds too little waits in turn, and is told after
 * max.block.ms that there was none.
 */
export class BufferPool {
  readonly totalBytes: number
  readonly #poolableBytes: number
  readonly #process: Process
  readonly #onChange: (availableBytes: number) => void
  #availableBytes: number
  #waiters: Waiter[] = []

  constructor(options: {
    readonly process: Process
    readonly totalBytes: number
    /** batch.size */
    readonly poolableBytes: number
    readonly onChange: (availableBytes: number) => void
  }) {
    this.#process = options.process
    this.totalBytes = options.totalBytes
    this.#poolableBytes = options.poolableBytes
    this.#onChange = options.onChange
    this.#availableBytes = options.totalBytes
    this.#onChange(this.#availableBytes)
  }

  /** Bytes that nobody holds. */
  get availableBytes(): number {
    return this.#availableBytes
  }

  /** How many threads wait for memory. */
  get waiting(): number {
    return this.#waiters.length
  }

  /**
   * Takes bytes at once if there are enough and nobody waits.
   * @returns whether they were taken
   * @throws KafkaException java.lang.IllegalArgumentException when the pool could never hold so many
   */
  tryAllocate(bytes: number): boolean {
    if (bytes > this.totalBytes) {
      throw new KafkaException('java.lang.IllegalArgumentException',
        `Attempt to allocate ${String(bytes)} bytes, but there is a hard limit of ${String(this.totalBytes)} on memory allocations.`)
    }
    if (this.#waiters.length > 0 || this.#availableBytes < bytes) return false
    this.#take(bytes)
    return true
  }

  /** Waits for bytes, at most `timeoutMicros`; one of the callbacks comes later. */
  allocate(bytes: number, timeout: { readonly micros: number; readonly maxBlockMs: number }, granted: () => void, failed: (error: KafkaException) => void): void {
    const timer = this.#process.after(timeout.micros, () => {
      this.#waiters = this.#waiters.filter((other) => other !== waiter)
      failed(this.#exhausted(bytes, timeout.maxBlockMs))
      this.#serve()
    })
    const waiter: Waiter = { bytes, timer, granted }
    this.#waiters.push(waiter)
  }

  /** Gives bytes back; those who wait are served in turn. */
  deallocate(bytes: number): void {
    this.#availableBytes += bytes
    this.#onChange(this.#availableBytes)
    this.#serve()
  }

  #serve(): void {
    for (let first = this.#waiters[0]; first !== undefined && first.bytes <= this.#availableBytes; first = this.#waiters[0]) {
      this.#waiters.shift()
      this.#process.cancel(first.timer)
      this.#take(first.bytes)
      const { granted } = first
      this.#process.after(0, granted)
    }
  }

  #take(bytes: number): void {
    this.#availableBytes -= bytes
    this.#onChange(this.#availableBytes)
  }

  #exhausted(bytes: number, maxBlockMs: number): KafkaException {
    return new KafkaException('org.apache.kafka.clients.producer.BufferExhaustedException',
      `Failed to allocate ${String(bytes)} bytes within the configured max blocking time ${String(maxBlockMs)} ms. `
      + `Total memory: ${String(this.totalBytes)} bytes. Available memory: ${String(this.#availableBytes)} bytes. `
      + `Poolable size: ${String(this.#poolableBytes)} bytes`)
  }
}
