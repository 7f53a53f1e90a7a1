/** A list of numbers that grows by doubling; cheaper than an array of numbers for millions of entries, and transferable. */
export class FloatColumn {
  #values = new Float64Array(256)
  #length = 0

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(this.#length * 2)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.#length++] = value
  }

  /** The value at an index; NaN outside. */
  at(index: number): number {
    return this.#values[index] ?? Number.NaN
  }

  /** Overwrites an existing entry. */
  set(index: number, value: number): void {
    this.#values[index] = value
  }

  /** A copy of exactly the entries. */
  toArray(): Float64Array {
    return this.#values.slice(0, this.#length)
  }
}

/** The same for 32-bit integers. */
export class IntColumn {
  #values = new Int32Array(256)
  #length = 0

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Int32Array(this.#length * 2)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.#length++] = value
  }

  /** The value at an index; 0 outside. */
  at(index: number): number {
    return this.#values[index] ?? 0
  }

  /** A copy of exactly the entries. */
  toArray(): Int32Array {
    return this.#values.slice(0, this.#length)
  }
}
