/** A typed array of one entry a record, that grows as records come. */
class RecordCells<T extends Uint8Array | Uint16Array> {
  #cells: T;
  readonly #create: (length: number) => T;

  constructor(create: (length: number) => T) {
    this.#create = create;
    this.#cells = create(256);
  }

  get(number: number): number {
    return this.#cells[number] ?? 0;
  }

  set(number: number, value: number): void {
    if (number >= this.#cells.length) {
      const larger = this.#create(Math.max(number + 1, this.#cells.length * 2));
      larger.set(this.#cells);
      this.#cells = larger;
    }
    this.#cells[number] = value;
  }
}

const acceptedFlag = 1;
const toldFailedFlag = 2;
const refusedAttemptFlag = 4;

/** What one destination knows of the records of one stream. */
export interface DestinationCells {
  /** Copies that arrived, up to 255. */
  readonly deliveries: RecordCells<Uint8Array>;
  /** Index + 1 of the reason why the last copy towards this destination ended; 0 when none has. */
  readonly endings: RecordCells<Uint16Array>;
}

/** The states of one stream's records in one lane; numbers are those within the stream. */
export class StreamBook {
  readonly #flags = new RecordCells((length) => new Uint8Array(length));
  readonly #destinations = new Map<number, DestinationCells>();
  /** Records 0 … offered − 1 have been offered to the lane. */
  offered = 0;
  accepted = 0;

  /** The cells of a destination of this stream; made on first use. */
  cells(destination: number): DestinationCells {
    let cells = this.#destinations.get(destination);
    if (cells === undefined) {
      cells = {
        deliveries: new RecordCells((length) => new Uint8Array(length)),
        endings: new RecordCells((length) => new Uint16Array(length)),
      };
      this.#destinations.set(destination, cells);
    }
    return cells;
  }

  /** Marks a record as acknowledged to its sender; returns false when it was before. */
  accept(number: number): boolean {
    if (this.isAccepted(number)) return false;
    this.#raise(number, acceptedFlag);
    this.accepted++;
    return true;
  }

  isAccepted(number: number): boolean {
    return (this.#flags.get(number) & acceptedFlag) !== 0;
  }

  /** Marks a record whose sender was told that it failed for good. */
  tellFailed(number: number): void {
    this.#raise(number, toldFailedFlag);
  }

  wasToldFailed(number: number): boolean {
    return (this.#flags.get(number) & toldFailedFlag) !== 0;
  }

  /** Marks a record of which an attempt was refused. */
  refuseAttempt(number: number): void {
    this.#raise(number, refusedAttemptFlag);
  }

  #raise(number: number, flag: number): void {
    this.#flags.set(number, this.#flags.get(number) | flag);
  }
}
