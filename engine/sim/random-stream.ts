import { naturalLog } from './math/natural-log.ts'
import { hashText } from './trace-hash.ts'

/**
 * One component's own source of chance: xoshiro128** seeded from the run's seed and the component's name, so that what
 * one component draws never moves what another one gets.
 */
export class RandomStream {
  #s0: number
  #s1: number
  #s2: number
  #s3: number

  /** @param seed the run's seed @param name the drawing component's full name */
  constructor(seed: number, name: string) {
    const digest = hashText(`${String(seed)}\u0000${name}`)
    const part = (index: number): number => Number.parseInt(digest.slice(index * 8, index * 8 + 8), 16) | 0
    this.#s0 = part(0)
    this.#s1 = part(1)
    this.#s2 = part(2)
    this.#s3 = part(3) | 1
  }

  /** The next 32 random bits as an unsigned integer. */
  nextUint32(): number {
    const product = Math.imul(this.#s1, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
    const shifted = this.#s1 << 9
    this.#s2 ^= this.#s0
    this.#s3 ^= this.#s1
    this.#s1 ^= this.#s2
    this.#s0 ^= this.#s3
    this.#s2 ^= shifted
    this.#s3 = (this.#s3 << 11) | (this.#s3 >>> 21)
    return result
  }

  /** A number in [0, 1) with 53 random bits. */
  nextFloat(): number {
    const high = this.nextUint32() >>> 5
    const low = this.nextUint32() >>> 6
    return (high * 67108864 + low) / 9007199254740992
  }

  /** An integer in [0, bound); bound is from 1 to 2^32. */
  nextInt(bound: number): number {
    return Math.floor((this.nextUint32() / 4294967296) * bound)
  }

  /** A value of the exponential distribution with the given mean (inter-arrival times of a Poisson process). */
  nextExponential(mean: number): number {
    return -naturalLog(1 - this.nextFloat()) * mean
  }

  /** A value in [low, high]. */
  nextBetween(low: number, high: number): number {
    return low + (high - low) * this.nextFloat()
  }
}
