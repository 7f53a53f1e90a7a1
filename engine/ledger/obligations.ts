const nobody: readonly number[] = []

/** Where the records of each stream are owed to, by indexes of destinations. */
export class Obligations {
  readonly #owed = new Map<number, readonly number[]>()
  /** Since when, of those that were added when records had come. */
  readonly #sinceMicros = new Map<string, number>()
  /** Destinations that are not owed what comes from now on. */
  readonly #closed = new Map<number, Set<number>>()

  /** Adds destinations of a stream. @param sinceMicros 0 before its first record @returns those that are new */
  add(stream: number, destinations: readonly number[], sinceMicros: number): readonly number[] {
    const closed = this.#closed.get(stream)
    if (closed !== undefined) for (const destination of destinations) closed.delete(destination)
    const known = this.of(stream)
    const fresh = destinations.filter((destination, index) => !known.includes(destination) && destinations.indexOf(destination) === index)
    if (fresh.length > 0) this.#owed.set(stream, [...known, ...fresh])
    if (sinceMicros > 0) for (const destination of fresh) this.#sinceMicros.set(`${stream} ${destination}`, sinceMicros)
    return fresh
  }

  /** Since when a stream is owed to a destination, in microseconds; 0 where it was from its first record on. */
  sinceMicros(stream: number, destination: number): number {
    return this.#sinceMicros.get(`${stream} ${destination}`) ?? 0
  }

  /** Destinations of a stream, those that are closed among them. */
  of(stream: number): readonly number[] {
    return this.#owed.get(stream) ?? nobody
  }

  /** What comes of a stream from now on is not owed to some destinations. */
  close(stream: number, destinations: readonly number[]): void {
    const closed = this.#closed.get(stream) ?? new Set<number>()
    this.#closed.set(stream, closed)
    for (const destination of destinations) closed.add(destination)
  }

  /** Destinations of a stream that are not owed what comes now. */
  closedOf(stream: number): Iterable<number> {
    return this.#closed.get(stream) ?? nobody
  }
}
