import type { RandomStream } from '../../../sim/random-stream.ts'
import type { RecordStreams } from '../../../ledger/record-stream.ts'
import { bodyOf } from '../../event/event-run.ts'
import { uuidText } from '../../interceptors/uuid-text.ts'
import type { EventSerializer, SerializerClock } from './event-serializer.ts'

/** What a serializer is made from: its properties without `serializer.`, the family, and chance for row keys. */
export interface SerializerOptions {
  readonly properties: ReadonlyMap<string, string>
  readonly family: string
  readonly streams: RecordStreams
  readonly random: RandomStream
}

/** The body as one column of a row of its own, and a counter. Source: org.apache.flume.sink.hbase2.SimpleHBase2EventSerializer. */
export function simpleSerializer({ properties, family, streams, random }: SerializerOptions): EventSerializer {
  const prefix = properties.get('rowPrefix') ?? 'default'
  const suffix = properties.get('suffix') ?? 'uuid'
  const payloadColumn = properties.get('payloadColumn') ?? 'pCol'
  const incrementColumn = properties.get('incrementColumn') ?? 'iCol'
  return {
    put: (event, clock) => {
      if (payloadColumn === '') return undefined
      return { row: prefix + keySuffix(suffix, clock, random), columns: [{ family, qualifier: payloadColumn, value: bodyOf(streams, event) }] }
    },
    increment: incrementColumn === '' ? undefined : { row: properties.get('incrementRow') ?? 'incRow', qualifier: incrementColumn },
    withoutPut: 'the serializer has no payloadColumn: events only count',
  }
}

/** Source: org.apache.flume.sink.hbase2.SimpleRowKeyGenerator. */
function keySuffix(suffix: string, clock: SerializerClock, random: RandomStream): string {
  switch (suffix) {
    case 'timestamp':
      return String(clock.currentTimeMillis)
    case 'random':
      return String(BigInt.asIntN(64, (BigInt(random.nextUint32()) << 32n) | BigInt(random.nextUint32())))
    case 'nano':
      return String(clock.nanoTime)
    default:
      return uuidText(random)
  }
}
