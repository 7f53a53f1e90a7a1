/** A typed array of one entry a record, that grows as records come. */
class RecordCells<T extends Uint8Array | Uint16Array> {
  #cells: T
  readonly #create: (length: number) => T

  constructor(create: (length: number) => T) {
    this.#create = create
    this.#cells = create(256)
  }

  get(number: number): number {
    return this.#cells[number] ?? 0
  }

  set(number: number, value: number): void {
    this.upTo(number + 1)[number] = value
  }

  /** The cells themselves, at least so many, for loops over many records; to be asked for anew each time. */
  upTo(end: number): T {
    if (end > this.#cells.length) {
      const larger = this.#create(Math.max(end, this.#cells.length * 2))
      larger.set(this.#cells)
      this.#cells = larger
    }
    return this.#cells
  }
}

const acceptedFlag = 1
const toldFailedFlag = 2
const refusedAttemptFlag = 4

/** What one destination knows of the records of one stream. */
export interface DestinationCells {
  /** Copies that arrived, up to 255. */
  readonly deliveries: RecordCells<Uint8Array>
  /** Index + 1 of the reason why the last copy towards this destination ended; 0 when none has. */
  readonly endings: RecordCells<Uint16Array>
  /** 1 for records that are not owed to it: they were over when it came into being. Absent while there are none. */
  exempt?: RecordCells<Uint8Array>
  /** How many more copies the reader has asked for (a replay), up to 255. Absent while there are none. */
  replays?: RecordCells<Uint8Array>
}

/** The states of one stream's records in one lane; numbers are those within the stream. */
export class StreamBook {
  readonly #flags = new RecordCells((length) => new Uint8Array(length))
  readonly #destinations = new Map<number, DestinationCells>()
  /** Records 0 … offered − 1 have been offered to the lane. */
  offered = 0
  accepted = 0
  #hasToldFailed = false
  /** Destinations towards which copies have ended. */
  readonly #ended = new Set<number>()

  /** The cells of a destination of this stream; made on first use. */
  cells(destination: number): DestinationCells {
    let cells = this.#destinations.get(destination)
    if (cells === undefined) {
      cells = {
        deliveries: new RecordCells((length) => new Uint8Array(length)),
        endings: new RecordCells((length) => new Uint16Array(length)),
      }
      this.#destinations.set(destination, cells)
    }
    return cells
  }

  /** Marks records as acknowledged to their sender; returns how many were not before. */
  accept(first: number, count: number): number {
    const flags = this.#flags.upTo(first + count)
    let fresh = 0
    for (let number = first; number < first + count; number++) {
      const flag = flags[number] ?? 0
      if ((flag & acceptedFlag) !== 0) continue
      flags[number] = flag | acceptedFlag
      fresh++
    }
    this.accepted += fresh
    return fresh
  }

  isAccepted(number: number): boolean {
    return (this.#flags.get(number) & acceptedFlag) !== 0
  }

  /** How many records from one number to before another were acknowledged. */
  countAccepted(from: number, to: number): number {
    const flags = this.#flags.upTo(to)
    let count = 0
    for (let number = from; number < to; number++) if (((flags[number] ?? 0) & acceptedFlag) !== 0) count++
    return count
  }

  /** Marks records whose sender was told that they failed for good; returns how many had no answer before. */
  tellFailed(first: number, count: number): number {
    this.#hasToldFailed = true
    let fresh = 0
    for (let number = first; number < first + count; number++) {
      if (!this.isAccepted(number) && !this.wasToldFailed(number)) fresh++
      this.#raise(number, toldFailedFlag)
    }
    return fresh
  }

  wasToldFailed(number: number): boolean {
    return (this.#flags.get(number) & toldFailedFlag) !== 0
  }

  /** Notes why the copies of records towards a destination ended, where their sender was not told that they failed. */
  end(destination: number, first: number, count: number, ending: number): void {
    this.#ended.add(destination)
    const { endings } = this.cells(destination)
    const cells = endings.upTo(first + count)
    if (!this.#hasToldFailed) cells.fill(ending, first, first + count)
    else for (let number = first; number < first + count; number++) if (!this.wasToldFailed(number)) cells[number] = ending
  }

  /** Whether copies of any records towards a destination have ended. */
  hasEnded(destination: number): boolean {
    return this.#ended.has(destination)
  }

  /** Says that records are not owed to a destination. */
  exempt(destination: number, first: number, count: number): void {
    const cells = this.cells(destination)
    cells.exempt ??= new RecordCells((length) => new Uint8Array(length))
    cells.exempt.upTo(first + count).fill(1, first, first + count)
  }

  /** Says that a destination will be given records that it has once more, because the reader asked for them. */
  expectReplay(destination: number, first: number, count: number): void {
    const cells = this.cells(destination)
    cells.replays ??= new RecordCells((length) => new Uint8Array(length))
    const replays = cells.replays.upTo(first + count)
    for (let number = first; number < first + count; number++) {
      if (cells.deliveries.get(number) > 0) replays[number] = Math.min(255, (replays[number] ?? 0) + 1)
    }
  }

  /** Marks a record of which an attempt was refused. */
  refuseAttempt(number: number): void {
    this.#raise(number, refusedAttemptFlag)
  }

  #raise(number: number, flag: number): void {
    this.#flags.set(number, this.#flags.get(number) | flag)
  }
}
