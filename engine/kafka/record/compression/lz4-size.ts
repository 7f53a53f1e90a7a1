/** A frame's header as Kafka writes it: magic, flags, block descriptor, checksum of the header (Lz4BlockOutputStream). */
const frameHeaderBytes = 7
const blockHeaderBytes = 4
const endMarkBytes = 4
/** Kafka's block size; so a position fits into two bytes. */
const blockBytes = 65_536
const minMatch = 4
/** The last match begins at least so far before the end of a block, and the last bytes are always literals. */
const matchLimitBytes = 12
const lastLiterals = 5
const hashBits = 13
const skipTrigger = 6

/** Bytes of an LZ4 frame with 64 KiB blocks, by the fast compressor that Kafka's default level stands for. */
export function lz4FrameBytes(input: Uint8Array): number {
  let bytes = frameHeaderBytes + endMarkBytes
  for (let start = 0; start < input.length; start += blockBytes) {
    const block = input.subarray(start, start + blockBytes)
    bytes += blockHeaderBytes + Math.min(block.length, lz4BlockBytes(block))
  }
  return bytes
}

/** Bytes of one block of at most 64 KiB (LZ4_compress_default with a table of 16-bit positions). */
export function lz4BlockBytes(block: Uint8Array): number {
  const search = new MatchSearch(block)
  let bytes = 0
  let anchor = 0
  for (let found = search.next(1, anchor); found !== undefined;) {
    bytes += sequenceBytes(found.at - anchor, found.length)
    anchor = found.at + found.length
    if (anchor > block.length - matchLimitBytes) break
    found = search.directly(anchor) ?? search.next(anchor + 1, anchor)
  }
  return bytes + literalsBytes(block.length - anchor)
}

interface Match {
  readonly at: number
  readonly length: number
}

/** A token, literals, an offset and a match. */
function sequenceBytes(literals: number, matchLength: number): number {
  return literalsBytes(literals) + 2 + extraLengthBytes(matchLength - minMatch)
}

function literalsBytes(count: number): number {
  return 1 + extraLengthBytes(count) + count
}

/** A length from 15 on needs more bytes than its half of the token. */
function extraLengthBytes(length: number): number {
  return length < 15 ? 0 : Math.floor((length - 15) / 255) + 1
}

class MatchSearch {
  readonly #block: Uint8Array
  readonly #positions = new Uint16Array(1 << hashBits)
  /** A match may not begin from here on. */
  readonly #end: number

  constructor(block: Uint8Array) {
    this.#block = block
    this.#end = block.length - matchLimitBytes + 1
  }

  /** The next match from a position on; steps grow while nothing is found. Bytes before it that match as well belong to it. */
  next(from: number, anchor: number): Match | undefined {
    if (this.#block.length < matchLimitBytes + 1) return undefined
    let tries = 1 << skipTrigger
    for (let at = from, step = 1; ;) {
      const following = at + step
      if (following > this.#end) return undefined
      const match = this.#put(at)
      if (this.#word(match) === this.#word(at)) return this.#caughtUp(at, match, anchor)
      step = tries++ >> skipTrigger
      at = following
    }
  }

  /** A match just where the last one ended. */
  directly(at: number): Match | undefined {
    this.#put(at - 2)
    const match = this.#put(at)
    return this.#word(match) === this.#word(at) ? { at, length: this.#length(at, match) } : undefined
  }

  #caughtUp(at: number, match: number, anchor: number): Match {
    let back = 0
    while (at - back > anchor && match - back > 0 && this.#block[at - back - 1] === this.#block[match - back - 1]) back++
    return { at: at - back, length: this.#length(at, match) + back }
  }

  #length(at: number, match: number): number {
    let length = minMatch
    const limit = this.#block.length - lastLiterals
    while (at + length < limit && this.#block[at + length] === this.#block[match + length]) length++
    return length
  }

  /** Notes a position by the hash of the four bytes there. @returns the one that was noted before, 0 for none */
  #put(at: number): number {
    const slot = Math.imul(this.#word(at), 2_654_435_761) >>> (32 - hashBits)
    const before = this.#positions[slot] ?? 0
    this.#positions[slot] = at
    return before
  }

  #word(at: number): number {
    const block = this.#block
    return (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8) | ((block[at + 2] ?? 0) << 16) | ((block[at + 3] ?? 0) << 24)
  }
}
