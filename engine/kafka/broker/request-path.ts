/** How many threads a broker has, and how many requests its queue takes. */
export interface RequestPathOptions {
  /** num.network.threads: processors, each with its share of the connections. */
  readonly networkThreads: number
  /** num.io.threads: request handlers. */
  readonly ioThreads: number
  /** queued.max.requests: with so many waiting, a processor with one more stands still until there is room. */
  readonly queuedMaxRequests: number
  /** A processor's work on one request, in microseconds; a modelling parameter. */
  readonly networkMicros: number
}

/**
 * The way of requests through a broker (SocketServer, RequestChannel, KafkaRequestHandlerPool): processors put what they
 * read into one queue, and the handlers take from it, first come, first served. How long each request takes is known when
 * it comes, so that its end is worked out then, at the price of one event.
 */
export class RequestPath {
  readonly #options: RequestPathOptions
  /** When each processor has put down what it has read. */
  readonly #processorFreeAt: number[]
  readonly #handlerFreeAt: number[]
  /** When requests of the queue will be taken, in order; those taken are dropped from time to time. */
  #takenAt: number[] = []
  #head = 0
  #connections = 0

  constructor(options: RequestPathOptions) {
    this.#options = options
    this.#processorFreeAt = Array.from({ length: options.networkThreads }, () => 0)
    this.#handlerFreeAt = Array.from({ length: options.ioThreads }, () => 0)
  }

  /** The processor of a new connection: in turn (Acceptor.assignNewConnection). */
  nextProcessor(): number {
    return this.#connections++ % this.#options.networkThreads
  }

  /** Requests that no handler has taken yet. */
  queueLength(nowMicros: number): number {
    this.#forget(nowMicros)
    return this.#takenAt.length - this.#head
  }

  /**
   * When the work on a request ends that a processor could read now.
   * @param workMicros processor's and handler's work together
   */
  doneMicros(nowMicros: number, processor: number, workMicros: number): number {
    this.#forget(nowMicros)
    const networkMicros = Math.min(workMicros, this.#options.networkMicros)
    const queuedMicros = this.#whenThereIsRoom(Math.max(nowMicros, this.#processorFreeAt[processor] ?? 0) + networkMicros)
    this.#processorFreeAt[processor] = queuedMicros
    const handler = this.#firstFreeHandler()
    const startMicros = Math.max(queuedMicros, this.#handlerFreeAt[handler] ?? 0)
    const doneMicros = startMicros + workMicros - networkMicros
    this.#handlerFreeAt[handler] = doneMicros
    if (startMicros > queuedMicros) this.#takenAt.push(Math.max(startMicros, this.#takenAt[this.#takenAt.length - 1] ?? 0))
    return doneMicros
  }

  /** A thread waits for the disk until a moment: a processor that sends pages that are not in memory, or a handler that writes. */
  occupy(thread: 'processor' | 'handler', processor: number, untilMicros: number): void {
    const freeAt = thread === 'processor' ? this.#processorFreeAt : this.#handlerFreeAt
    const index = thread === 'processor' ? processor : this.#firstFreeHandler()
    freeAt[index] = Math.max(freeAt[index] ?? 0, untilMicros)
  }

  /** The first moment from one on at which the queue is not full. */
  #whenThereIsRoom(fromMicros: number): number {
    const lastToGo = this.#takenAt[this.#takenAt.length - this.#options.queuedMaxRequests]
    const isFull = this.#takenAt.length - this.#head >= this.#options.queuedMaxRequests
    return isFull && lastToGo !== undefined ? Math.max(fromMicros, lastToGo) : fromMicros
  }

  #firstFreeHandler(): number {
    let first = 0
    for (let index = 1; index < this.#handlerFreeAt.length; index++) {
      if ((this.#handlerFreeAt[index] ?? 0) < (this.#handlerFreeAt[first] ?? 0)) first = index
    }
    return first
  }

  #forget(nowMicros: number): void {
    while (this.#head < this.#takenAt.length && (this.#takenAt[this.#head] ?? 0) <= nowMicros) this.#head++
    if (this.#head < 1024 || this.#head * 2 < this.#takenAt.length) return
    this.#takenAt = this.#takenAt.slice(this.#head)
    this.#head = 0
  }
}
