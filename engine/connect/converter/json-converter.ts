import { configDef } from '../../kafka/config/config-def.ts'
import { oneOfIgnoringCase } from '../../kafka/config/validators.ts'
import type { ParsedConfig } from '../../kafka/config/parsed-config.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { dataException, serializationException } from '../data/connect-exceptions.ts'
import type { ConnectSchema } from '../data/schema.ts'
import { connectToJson, type WriteOptions } from '../json/connect-to-json.ts'
import { schemaOfJson, schemaToJson } from '../json/json-schema.ts'
import { jsonToConnect } from '../json/json-to-connect.ts'
import { fieldNode, type JsonNode } from '../json/json-node.ts'
import { readJson } from '../json/read-json.ts'
import { writeJson } from '../json/write-json.ts'
import type { Converter } from './converter.ts'

/** The keys of JsonConverterConfig that change what is written or read. */
export const JSON_CONVERTER = configDef([
  ['schemas.enable', 'BOOLEAN', 'true', 'HIGH'],
  ['schemas.cache.size', 'INT', '1000', 'HIGH'],
  ['decimal.format', 'STRING', 'base64', 'LOW', oneOfIgnoringCase('BASE64', 'NUMERIC')],
  ['replace.null.with.default', 'BOOLEAN', 'true', 'LOW'],
])

const NO_ENVELOPE = 'JsonConverter with schemas.enable requires "schema" and "payload" fields and may not contain additional fields. ' +
  'If you are trying to deserialize plain JSON data, set schemas.enable=false in your converter configuration.'

/** org.apache.kafka.connect.json.JsonConverter. */
export function jsonConverter(config: ParsedConfig): Converter {
  const hasSchemas = config.flag('schemas.enable')
  const options: WriteOptions = {
    replaceNullWithDefault: config.flag('replace.null.with.default'),
    decimals: config.text('decimal.format').toUpperCase() === 'NUMERIC' ? 'NUMERIC' : 'BASE64',
  }
  return {
    toConnect: (bytes) => {
      if (bytes === null) return { schema: null, value: null }
      const node = deserialized(bytes)
      if (!hasSchemas) return { schema: null, value: jsonToConnect(null, node, options) }
      const { schema: schemaNode, payload } = envelopeOf(node)
      const schema = schemaOfJson(schemaNode, (inner, given) => jsonToConnect(inner, given, options))
      return { schema, value: jsonToConnect(schema, payload, options) }
    },
    fromConnect: (schema, value) => {
      if (schema === null && value === null) return null
      const payload = connectToJson(schema, value, options)
      if (!hasSchemas) return writeJson(payload)
      const convert = (inner: ConnectSchema, given: typeof value) => connectToJson(inner, given, options)
      return writeJson({ fields: [['schema', schema === null ? null : schemaToJson(schema, convert)], ['payload', payload]] })
    },
  }
}

function deserialized(bytes: Uint8Array): JsonNode {
  try {
    return readJson(bytes)
  } catch (error) {
    if (!(error instanceof KafkaException)) throw error
    const cause = serializationException(`${error.className}: ${error.message}`, error)
    throw dataException('Converting byte[] to Kafka Connect data failed due to serialization error: ', cause)
  }
}

function envelopeOf(node: JsonNode): { readonly schema: JsonNode; readonly payload: JsonNode } {
  const [schema, payload] = [fieldNode(node, 'schema'), fieldNode(node, 'payload')]
  if (node.kind !== 'object' || node.fields.size !== 2 || schema === undefined || payload === undefined) throw dataException(NO_ENVELOPE)
  return { schema, payload }
}
