import type { ValueJoiner } from '../dsl/operations.ts'
import type { JoinWindows } from '../dsl/windows.ts'
import { int64Bytes, readInt64, type ByteString } from '../serde/byte-string.ts'
import type { Serde } from '../serde/serde.ts'
import { ListStore } from '../state/list-store.ts'
import type { ProcessorContext, ProcessorSupplier, StreamRecord } from './processor.ts'
import { windowStore } from './window-aggregate.ts'

const emitIntervalSetting = '__emit.interval.ms.kstreams.outer.join.spurious.results.fix__'
const emitIntervalMsDefault = 1000

/** What both sides of a stream-stream join share in a task: stream time, and when unmatched records were last looked for (TimeTracker). */
interface SharedTime {
  streamTime: number
  /** No unmatched record is earlier. */
  earliestMs: number
  nextEmitMs: number
}

/** One side of a join of two streams. */
export interface StreamJoinSide {
  readonly isLeft: boolean
  /** The other side's window store. */
  readonly otherStore: string
  /** Of records without partner yet, of both sides; undefined for an inner join. */
  readonly unmatchedStore: string | undefined
  /** Whether this side's records come out unmatched, too. */
  readonly isOuter: boolean
  readonly windows: JoinWindows
  readonly joiner: ValueJoiner
  readonly keySerde: Serde
  readonly leftSerde: Serde
  readonly rightSerde: Serde
  readonly times: WeakMap<object, SharedTime>
}

/** Keeps each record for partners that come later (KStreamJoinWindow). */
export function joinWindowProcessor(storeName: string): ProcessorSupplier {
  return (context) => {
    const store = windowStore(context, storeName)
    return (record) => {
      if (record.key !== null) store.put(record.key, record.value, record.timestamp, record.timestamp)
      context.forward(record)
    }
  }
}

/** Joins a record with the other side's that are near in time (KStreamKStreamJoin). */
export function streamJoinProcessor(side: StreamJoinSide): ProcessorSupplier {
  return (context) => {
    const others = windowStore(context, side.otherStore)
    const unmatched = new UnmatchedRecords(side, context, sharedTime(side, others, context))
    const [beforeMs, afterMs] = side.isLeft ? [side.windows.beforeMs, side.windows.afterMs] : [side.windows.afterMs, side.windows.beforeMs]
    return (record) => {
      const { key, value, timestamp } = record
      unmatched.advance(timestamp)
      if (side.isOuter && key === null && value !== null) {
        context.forward({ ...record, value: joined(side, key, value, null) })
        return
      }
      if (key === null || value === null) {
        context.drop()
        return
      }
      unmatched.emitClosed(record)
      const partners = others.fetch(key, Math.max(0, timestamp - beforeMs), Math.max(0, timestamp + afterMs))
      for (const partner of partners) {
        unmatched.matched(key, partner.start)
        context.forward({ ...record, value: joined(side, key, value, partner.value), timestamp: Math.max(timestamp, partner.start) })
      }
      if (side.isOuter && partners.length === 0) unmatched.keep(record, timestamp + afterMs)
    }
  }
}

function joined({ isLeft, joiner }: StreamJoinSide, key: unknown, own: unknown, other: unknown): unknown {
  return isLeft ? joiner(own, other, key) : joiner(other, own, key)
}

/** Both sides of a task find the same times through a store that both use. */
function sharedTime(side: StreamJoinSide, others: object, context: ProcessorContext): SharedTime {
  const meeting = side.unmatchedStore === undefined ? others : context.store(side.unmatchedStore)
  const known = side.times.get(meeting) ?? { streamTime: -1, earliestMs: Infinity, nextEmitMs: 0 }
  side.times.set(meeting, known)
  return known
}

/** Records that have found no partner yet, and come out alone when their window has closed. */
class UnmatchedRecords {
  readonly #side: StreamJoinSide
  readonly #context: ProcessorContext
  readonly #time: SharedTime
  readonly #store: ListStore | undefined

  constructor(side: StreamJoinSide, context: ProcessorContext, time: SharedTime) {
    this.#side = side
    this.#context = context
    this.#time = time
    const store = side.unmatchedStore === undefined ? undefined : context.store(side.unmatchedStore)
    this.#store = store instanceof ListStore ? store : undefined
  }

  advance(timestamp: number): void {
    this.#time.streamTime = Math.max(this.#time.streamTime, timestamp)
  }

  /** A record of the other side has found a partner. */
  matched(key: unknown, otherTimestamp: number): void {
    this.#store?.delete(this.#binaryKey(key, otherTimestamp, !this.#side.isLeft))
  }

  /** Keeps a record that found no partner; lets it out at once when none can come any more. */
  keep(record: StreamRecord, untilMs: number): void {
    const { isLeft, leftSerde, rightSerde } = this.#side
    if (this.#store === undefined || untilMs < this.#time.streamTime) {
      this.#context.forward({ ...record, value: joined(this.#side, record.key, record.value, null) })
      return
    }
    this.#time.earliestMs = Math.min(this.#time.earliestMs, record.timestamp)
    const item = (isLeft ? '\u0001' : '\u0000') + (isLeft ? leftSerde : rightSerde).serialize(record.value)
    this.#store.append(this.#binaryKey(record.key, record.timestamp, isLeft), item)
  }

  /** Lets those out whose window has closed, when stream time has just moved. */
  emitClosed(record: StreamRecord): void {
    const { beforeMs, afterMs, graceMs } = this.#side.windows
    const time = this.#time
    if (this.#store === undefined || record.timestamp !== time.streamTime) return
    if (time.earliestMs >= time.streamTime - Math.min(beforeMs, afterMs) - graceMs) return
    const now = this.#context.nowMs()
    if (now < time.nextEmitMs) return
    const setting = this.#context.setting(emitIntervalSetting)
    time.nextEmitMs = now + (setting === undefined ? emitIntervalMsDefault : Number(setting))
    time.earliestMs = Infinity
    const isOpen = { left: false, right: false }
    for (const binaryKey of this.#store.keys()) {
      if (isOpen.left && isOpen.right) break
      const timestamp = Number(readInt64(binaryKey, 0))
      const isLeft = binaryKey.charAt(8) === '\u0001'
      time.earliestMs = timestamp
      if (timestamp + (isLeft ? afterMs : beforeMs) + graceMs >= time.streamTime) isOpen[isLeft ? 'left' : 'right'] = true
      else this.#letOut(this.#store, binaryKey, timestamp)
    }
  }

  #letOut(store: ListStore, binaryKey: ByteString, timestamp: number): void {
    const { joiner, keySerde, leftSerde, rightSerde } = this.#side
    const key = keySerde.deserialize(binaryKey.slice(9))
    for (const item of store.get(binaryKey)) {
      const bytes = item.slice(1)
      const value = item.startsWith('\u0001') ? joiner(leftSerde.deserialize(bytes), null, key) : joiner(null, rightSerde.deserialize(bytes), key)
      this.#context.forward({ key, value, oldValue: null, timestamp })
    }
    store.delete(binaryKey)
  }

  #binaryKey(key: unknown, timestamp: number, isLeft: boolean): ByteString {
    return int64Bytes(timestamp) + (isLeft ? '\u0001' : '\u0000') + this.#side.keySerde.serialize(key)
  }
}
