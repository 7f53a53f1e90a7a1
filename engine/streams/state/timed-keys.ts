import type { ByteString } from '../serde/byte-string.ts'
import { byBytes } from './key-value-store.ts'

/** Segments of a store are at least so long (Stores.defaultSegmentInterval). */
const segmentMsMin = 60_000

/**
 * The keys of a store whose entries end with time: which keys a record key has, and which have expired. Whole segments
 * expire, as RocksDB's do (AbstractSegments): entries live a while longer than their retention.
 */
export class TimedKeys {
  readonly #keysOf = new Map<ByteString, Set<ByteString>>()
  readonly #segments = new Map<number, Set<ByteString>>()
  readonly #prefixOf: (key: ByteString) => ByteString
  readonly #timeOf: (key: ByteString) => number
  readonly #retentionMs: number
  readonly #segmentMs: number
  #observedMs = -1

  /** @param timeOf the milliseconds by which a key expires: a window's start, a session's end */
  constructor(options: { readonly prefixOf: (key: ByteString) => ByteString; readonly timeOf: (key: ByteString) => number; readonly retentionMs: number }) {
    this.#prefixOf = options.prefixOf
    this.#timeOf = options.timeOf
    this.#retentionMs = options.retentionMs
    this.#segmentMs = Math.max(Math.floor(options.retentionMs / 2), segmentMsMin)
  }

  /** The earliest time that a fetch still sees. */
  get liveFromMs(): number {
    return this.#observedMs - this.#retentionMs + 1
  }

  /** Takes a key up. @returns keys that expire thereby, or undefined when the key itself comes too late */
  add(key: ByteString): readonly ByteString[] | undefined {
    const time = this.#timeOf(key)
    this.#observedMs = Math.max(this.#observedMs, time)
    const oldest = Math.floor((this.#observedMs - this.#retentionMs) / this.#segmentMs)
    const segment = Math.floor(time / this.#segmentMs)
    if (segment < oldest) return undefined
    setOf(this.#segments, segment).add(key)
    setOf(this.#keysOf, this.#prefixOf(key)).add(key)
    return this.#expireBefore(oldest)
  }

  /** Forgets a key. */
  delete(key: ByteString): void {
    this.#keysOf.get(this.#prefixOf(key))?.delete(key)
    this.#segments.get(Math.floor(this.#timeOf(key) / this.#segmentMs))?.delete(key)
  }

  /** The keys of a record key, in the order of their bytes. */
  of(prefix: ByteString): readonly ByteString[] {
    return [...(this.#keysOf.get(prefix) ?? [])].sort(byBytes)
  }

  #expireBefore(oldest: number): readonly ByteString[] {
    const expired: ByteString[] = []
    for (const [segment, keys] of this.#segments) {
      if (segment >= oldest) continue
      this.#segments.delete(segment)
      for (const key of keys) {
        expired.push(key)
        this.#keysOf.get(this.#prefixOf(key))?.delete(key)
      }
    }
    return expired
  }
}

function setOf<Key>(sets: Map<Key, Set<ByteString>>, key: Key): Set<ByteString> {
  const known = sets.get(key) ?? new Set()
  sets.set(key, known)
  return known
}
