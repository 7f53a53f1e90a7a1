import type { PutColumn } from '../../../hadoop/hbase/data/mutation.ts'
import type { EventRun } from '../../event/event-run.ts'

/** A put that a serializer makes of an event. */
export interface EventPut {
  readonly row: string
  readonly columns: readonly PutColumn[]
}

/** A column of a row that an event adds 1 to. */
export interface EventIncrement {
  readonly row: string
  readonly qualifier: string
}

/** The clock of the JVM while it serializes: both in their units since their own zero. */
export interface SerializerClock {
  readonly currentTimeMillis: number
  readonly nanoTime: number
}

/** Makes puts and increments of events. Source: org.apache.flume.sink.hbase2.HBase2EventSerializer. */
export interface EventSerializer {
  /** @throws JavaException FlumeException when it can make no row key */
  put(event: EventRun, clock: SerializerClock): EventPut | undefined
  readonly increment: EventIncrement | undefined
  /** Why an event has no put, where that may be. */
  readonly withoutPut: string
}
