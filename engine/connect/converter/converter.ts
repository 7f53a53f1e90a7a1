import type { ConnectValue } from '../data/connect-value.ts'
import type { ConnectSchema } from '../data/schema.ts'
import type { SchemaAndValue } from '../transform/connect-record.ts'

/** Between bytes in Kafka and Connect data (Converter, HeaderConverter). Both directions throw KafkaException, mostly a DataException. */
export interface Converter {
  readonly toConnect: (bytes: Uint8Array | null) => SchemaAndValue
  readonly fromConnect: (schema: ConnectSchema | null, value: ConnectValue) => Uint8Array | null
}
