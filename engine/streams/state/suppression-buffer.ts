import { hashOrder, grownTableSize } from '../../kafka/java/hash-order.ts'
import type { RecordContext } from '../processor/processor.ts'
import { bytesOfText, int32Bytes, int64Bytes, readInt32, readInt64, textOfBytes, type ByteString } from '../serde/byte-string.ts'
import type { LoggedChange, StateStore, StoreHost } from './state-store.ts'

/** A key's update that waits: where it was read, and its row before and after. */
export interface BufferedUpdate {
  readonly context: RecordContext
  readonly prior: ByteString | null
  readonly old: ByteString | null
  readonly fresh: ByteString | null
  /** By which the update leaves, in milliseconds. */
  readonly bufferTimeMs: number
}

/**
 * Updates that wait to be let out, one for each key, in the order of their times (InMemoryTimeOrderedKeyValueChangeBuffer).
 * Its changelog is written at each commit.
 */
export class SuppressionBuffer implements StateStore {
  readonly name: string
  readonly #updates = new Map<ByteString, BufferedUpdate>()
  readonly #dirty = new Set<ByteString>()
  readonly #host: StoreHost
  #bytes = 0

  constructor(name: string, host: StoreHost) {
    this.name = name
    this.#host = host
  }

  get records(): number {
    return this.#updates.size
  }

  /** Bytes that the updates take in memory, by the buffer's own count. */
  get bytes(): number {
    return this.#bytes
  }

  /** A key's update takes the place of the one that waits, and keeps its time. */
  put(key: ByteString, bufferTimeMs: number, update: { readonly old: ByteString | null; readonly fresh: ByteString | null; readonly context: RecordContext }): void {
    const before = this.#updates.get(key)
    const prior = before === undefined ? update.old : before.prior
    this.#set(key, { ...update, prior, bufferTimeMs: before?.bufferTimeMs ?? bufferTimeMs })
    this.#dirty.add(key)
  }

  /** The time of the update that leaves next; Infinity when none waits. */
  get earliestMs(): number {
    return this.#earliest()?.[1].bufferTimeMs ?? Infinity
  }

  /** Takes out the update that leaves next. */
  takeEarliest(): { readonly key: ByteString; readonly update: BufferedUpdate } | undefined {
    const earliest = this.#earliest()
    if (earliest === undefined) return undefined
    this.#remove(earliest[0])
    this.#dirty.add(earliest[0])
    return { key: earliest[0], update: earliest[1] }
  }

  flush(): void {
    // The hash of Java's byte arrays begins with 1, that of its texts with 0.
    const keys = hashOrder([...this.#dirty], (key) => `\u0001${key}`, grownTableSize(this.#dirty.size))
    this.#dirty.clear()
    for (const key of keys) {
      const update = this.#updates.get(key)
      this.#host.log(this.name, { key, value: update === undefined ? null : encodeUpdate(update), timestamp: null })
    }
  }

  restore({ key, value }: LoggedChange): void {
    this.#remove(key)
    if (value !== null) this.#set(key, decodeUpdate(value))
  }

  #earliest(): [ByteString, BufferedUpdate] | undefined {
    let earliest: [ByteString, BufferedUpdate] | undefined
    for (const entry of this.#updates) {
      const difference = earliest === undefined ? -1 : entry[1].bufferTimeMs - earliest[1].bufferTimeMs
      if (difference < 0 || (difference === 0 && entry[0] < (earliest?.[0] ?? ''))) earliest = entry
    }
    return earliest
  }

  #set(key: ByteString, update: BufferedUpdate): void {
    this.#remove(key)
    this.#updates.set(key, update)
    this.#bytes += sizeOf(key, update)
  }

  #remove(key: ByteString): void {
    const update = this.#updates.get(key)
    if (update === undefined) return
    this.#updates.delete(key)
    this.#bytes -= sizeOf(key, update)
  }
}

/** BufferValue.residentMemorySizeEstimate and ProcessorRecordContext's, and 8 bytes for the time. */
function sizeOf(key: ByteString, { prior, old, fresh, context }: BufferedUpdate): number {
  const sharedOld = old === null || old === prior ? 0 : old.length
  return 8 + key.length + (prior?.length ?? 0) + sharedOld + (fresh?.length ?? 0) + 20 + context.topic.length
}

function encodeUpdate({ context, prior, old, fresh, bufferTimeMs }: BufferedUpdate): ByteString {
  const topic = bytesOfText(context.topic)
  const where = int64Bytes(context.timestamp) + int64Bytes(context.offset) + int32Bytes(topic.length) + topic + int32Bytes(context.partition) + int32Bytes(0)
  const oldBytes = old !== null && old === prior ? int32Bytes(-2) : sized(old)
  return where + sized(prior) + oldBytes + sized(fresh) + int64Bytes(bufferTimeMs)
}

function sized(bytes: ByteString | null): ByteString {
  return bytes === null ? int32Bytes(-1) : int32Bytes(bytes.length) + bytes
}

function decodeUpdate(bytes: ByteString): BufferedUpdate {
  const topicLength = readInt32(bytes, 16)
  let at = 20 + topicLength + 8
  const next = (same: ByteString | null): ByteString | null => {
    const length = readInt32(bytes, at)
    at += 4 + Math.max(length, 0)
    return length === -2 ? same : length < 0 ? null : bytes.slice(at - length, at)
  }
  const prior = next(null)
  const old = next(prior)
  const fresh = next(null)
  const topic = textOfBytes(bytes.slice(20, 20 + topicLength))
  const context = { timestamp: Number(readInt64(bytes, 0)), offset: Number(readInt64(bytes, 8)), topic, partition: readInt32(bytes, 20 + topicLength) }
  return { context, prior, old, fresh, bufferTimeMs: Number(readInt64(bytes, at)) }
}
