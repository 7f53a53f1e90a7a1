import type { ConfigDef } from '../../kafka/config/config-def.ts'
import type { ParsedConfig } from '../../kafka/config/parsed-config.ts'
import { dataException } from '../data/connect-exceptions.ts'
import { javaClassOf, type ConnectMap, type ConnectStruct, type ConnectValue } from '../data/connect-value.ts'
import type { ConnectRecord, RecordSide } from './connect-record.ts'

/** What a configured transformation does with a record; null drops it. @throws KafkaException for a record that it cannot take */
export type Transform = (record: ConnectRecord) => ConnectRecord | null

/** A transformation that ships with Kafka: its configuration, and how it is made. */
export interface TransformationType {
  readonly def: ConfigDef
  /** @throws KafkaException a ConfigException for values that do not go together */
  readonly configure: (config: ParsedConfig, side: RecordSide) => Transform
}

/** The map of a value without a schema (Requirements.requireMap). @throws KafkaException a DataException */
export function requireMap(value: ConnectValue, purpose: string): ConnectMap {
  if (typeof value === 'object' && value !== null && value.kind === 'map') return value
  throw dataException(`Only Map objects supported in absence of schema for [${purpose}], found: ${classOrNull(value)}`)
}

/** The struct of a value (Requirements.requireStruct). @throws KafkaException a DataException */
export function requireStruct(value: ConnectValue, purpose: string): ConnectStruct {
  if (typeof value === 'object' && value !== null && value.kind === 'struct') return value
  throw dataException(`Only Struct objects supported for [${purpose}], found: ${classOrNull(value)}`)
}

function classOrNull(value: ConnectValue): string {
  return value === null ? 'null' : javaClassOf(value)
}
