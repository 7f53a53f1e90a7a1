/** The generator of java.util.Random: 48 bits, linear congruential, as its documentation specifies it. */
export class JavaRandom {
  #seed: bigint

  constructor(seed: number) {
    this.#seed = (BigInt(seed) ^ 0x5deece66dn) & 0xffffffffffffn
  }

  /** A uniform whole number from 0 to bound − 1, with the same draws as `nextInt(bound)`. */
  nextInt(bound: number): number {
    if ((bound & (bound - 1)) === 0) return Number((BigInt(bound) * BigInt(this.#bits31())) >> 31n)
    for (;;) {
      const bits = this.#bits31()
      const value = bits % bound
      if (bits - value + (bound - 1) <= 0x7fffffff) return value
    }
  }

  #bits31(): number {
    this.#seed = (this.#seed * 0x5deece66dn + 0xbn) & 0xffffffffffffn
    return Number(this.#seed >> 17n)
  }
}
