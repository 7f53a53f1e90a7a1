/**
 * A 128-bit running hash of what happened to one component: four 32-bit lanes mixed with multiply and rotate steps of the
 * MurmurHash3 family, on 32-bit integer arithmetic only, so that every JavaScript engine gets the same value.
 * It is an identity check, not a cryptographic one.
 */
export class TraceHash {
  #a = 0x9e3779b9 | 0
  #b = 0x243f6a88
  #c = 0xb7e15162 | 0
  #d = 0x71374491
  #length = 0

  /** Mixes one 32-bit integer. */
  word(value: number): void {
    let k = Math.imul(value | 0, 0xcc9e2d51)
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593)
    const a = this.#a ^ k
    this.#a = (Math.imul((a << 13) | (a >>> 19), 5) + 0xe6546b64) | 0
    const b = this.#b ^ this.#a ^ Math.imul(k, 0x85ebca6b)
    this.#b = (Math.imul((b << 15) | (b >>> 17), 5) + 0x0bcaa747) | 0
    const c = this.#c ^ this.#b ^ Math.imul(k, 0xc2b2ae35)
    this.#c = (Math.imul((c << 17) | (c >>> 15), 5) + 0x96cd1c35) | 0
    const d = this.#d ^ this.#c ^ k
    this.#d = (Math.imul((d << 18) | (d >>> 14), 5) + 0x32ac3b17) | 0
    this.#length = (this.#length + 1) | 0
  }

  /** Mixes a finite number: integers up to 2^53 by their two halves, others by their value times 2^20. */
  number(value: number): void {
    if (value >>> 0 === value) {
      this.word(value)
      this.word(0)
      return
    }
    const scaled = Number.isInteger(value) ? value : Math.round(value * 1048576)
    const low = scaled >>> 0
    this.word(low)
    this.word(Math.floor((scaled - low) / 4294967296) ^ (value === scaled ? 0 : 0x5bd1e995))
  }

  /** Mixes a text by its UTF-16 code units and its length. */
  text(value: string): void {
    for (let index = 0; index < value.length; index++) this.word(value.charCodeAt(index))
    this.word(value.length ^ 0x3c6ef372)
  }

  /** Mixes a text by what `mixOfText` made of it: for texts that come again and again. */
  mix({ low, high }: TextMix): void {
    this.word(low)
    this.word(high)
  }

  /** The value so far as 32 hexadecimal digits; more can be mixed afterwards. */
  digest(): string {
    const lanes = [this.#a, this.#b, this.#c, this.#d]
    let carry = this.#length
    const words = lanes.map((lane) => (carry = finalMix(lane ^ Math.imul(carry, 0x9e3779b1))))
    words[0] = finalMix((words[0] ?? 0) + carry)
    return words.map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('')
  }
}

function finalMix(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** 64 bits of the hash of a text. */
export interface TextMix {
  readonly low: number
  readonly high: number
}

/** What stands for a text in the hashes of components, so that its characters are read once in a run. */
export function mixOfText(text: string): TextMix {
  const digest = hashText(text)
  return { low: Number.parseInt(digest.slice(0, 8), 16) | 0, high: Number.parseInt(digest.slice(8, 16), 16) | 0 }
}

/** The 128-bit hash of one text, as 32 hexadecimal digits. */
export function hashText(text: string): string {
  const hash = new TraceHash()
  hash.text(text)
  return hash.digest()
}
