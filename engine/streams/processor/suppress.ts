import type { Serde } from '../serde/serde.ts'
import { SuppressionBuffer } from '../state/suppression-buffer.ts'
import { StreamsException } from '../streams-exception.ts'
import type { ProcessorSupplier, StreamRecord } from './processor.ts'
import { WindowedKey } from './windowed-key.ts'

/** What suppress waits for, and how much it may hold (Suppressed, BufferConfig). */
export interface Suppression {
  /** A time after a key's first update, or a window's end and grace. */
  readonly until: 'timeLimit' | 'windowCloses'
  readonly waitMs: number
  /** Infinity for no bound. */
  readonly recordsMax: number
  readonly bytesMax: number
  readonly whenFull: 'emitEarly' | 'shutDown'
}

/** Holds a table's updates back (KTableSuppressProcessorSupplier). */
export function suppressProcessor(nodeName: string, storeName: string, suppression: Suppression, serdes: { readonly keySerde: Serde; readonly valueSerde: Serde }): ProcessorSupplier {
  return (context) => {
    const store = context.store(storeName)
    if (!(store instanceof SuppressionBuffer)) throw new StreamsException(`${storeName} is no suppression buffer`)
    const bytesOf = (value: unknown): string | null => (value === null ? null : serdes.valueSerde.serialize(value))
    const valueOf = (bytes: string | null): unknown => (bytes === null ? null : serdes.valueSerde.deserialize(bytes))
    const isFull = (): boolean => store.records > suppression.recordsMax || store.bytes > suppression.bytesMax
    let streamTime = -1
    const emitEarliest = (): void => {
      const taken = store.takeEarliest()
      if (taken === undefined) return
      const { fresh, old, context: from } = taken.update
      if (fresh === null && suppression.until === 'windowCloses') return
      const key = serdes.keySerde.deserialize(taken.key)
      context.within(from, () => { context.forward({ key, value: valueOf(fresh), oldValue: valueOf(old), timestamp: from.timestamp }) })
    }
    return (record) => {
      streamTime = Math.max(streamTime, record.timestamp)
      const update = { old: bytesOf(record.oldValue), fresh: bytesOf(record.value), context: { ...context.recordContext, timestamp: record.timestamp } }
      store.put(serdes.keySerde.serialize(record.key), bufferTimeOf(record, suppression), update)
      while (store.earliestMs <= streamTime - suppression.waitMs) emitEarliest()
      if (isFull() && suppression.whenFull === 'shutDown') throw overCapacity(nodeName, store, suppression)
      while (isFull()) emitEarliest()
    }
  }
}

function bufferTimeOf({ key, timestamp }: StreamRecord, { until }: Suppression): number {
  return until === 'windowCloses' && key instanceof WindowedKey ? key.end : timestamp
}

function overCapacity(nodeName: string, { records, bytes }: SuppressionBuffer, { recordsMax, bytesMax }: Suppression): StreamsException {
  const most = (value: number, largest: string): string => (value === Infinity ? largest : String(value))
  const longMax = '9223372036854775807'
  return new StreamsException(
    `${nodeName} buffer exceeded its max capacity. Currently [${String(records)}/${most(recordsMax, longMax)}] records and [${String(bytes)}/${most(bytesMax, longMax)}] bytes.`,
  )
}
