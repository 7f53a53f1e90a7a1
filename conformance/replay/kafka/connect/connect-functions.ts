import { shippedConverter } from '../../../../engine/connect/converter/shipped-converters.ts'
import { utf8Decode } from '../../../../engine/connect/data/values/utf8-decode.ts'
import { pluginOf, validateConnector } from '../../../../engine/connect/runtime/validate-connector.ts'
import { sideOf, type ConnectHeader, type ConnectRecord } from '../../../../engine/connect/transform/connect-record.ts'
import { configuredPredicate, configuredTransformation } from '../../../../engine/connect/transform/shipped-transformations.ts'
import type { Properties } from '../../../../engine/kafka/config/parsed-config.ts'
import { KafkaException } from '../../../../engine/kafka/protocol/kafka-exception.ts'
import { isObject, listOf, numberOf, plainText, property, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import { bytesOfHex, hexOf } from '../functions/bytes.ts'
import type { FunctionReplay } from '../functions/function-replay.ts'
import { factOfSchema, factOfValue, schemaOfFact, valueOfFact } from './encoded-data.ts'

/** Converters, transformations and predicates of Kafka Connect. */
export const connectFunctions: ReadonlyMap<string, FunctionReplay> = new Map<string, FunctionReplay>([
  ['connect-converter', (input, setup) => orThrown(() => (textOf(setup, 'direction') === 'to-connect' ? toConnect(input) : fromConnect(input)))],
  ['connect-transform', (input) => orThrown(() => transformed(input))],
  ['connect-validate', validated],
  ['connect-predicate', (input) => orThrown(() => holds(input))],
])

function orThrown(work: () => Json | NotReplayable): Json | NotReplayable {
  try {
    return work()
  } catch (error) {
    if (error instanceof KafkaException) return thrown(error)
    throw error
  }
}

function thrown({ className, message, cause }: KafkaException): Json {
  return { exception: className, message, ...(cause === undefined ? {} : { cause: thrown(cause) }) }
}

/** What the worker answers to PUT …/config/validate. */
function validated(input: Json): Json | NotReplayable {
  const properties = new Map(Object.entries(isObject(input) ? input : {}).map(([key, value]) => [key, plainText(value)] as const))
  const plugin = pluginOf(properties)
  if (plugin === undefined) return new NotReplayable('a class that no plugin has')
  const errors = validateConnector(plugin, properties)
  const errorCount = [...errors.values()].reduce((sum, messages) => sum + messages.length, 0)
  return { status: 200, errorCount, errors: Object.fromEntries(errors), message: null }
}

function configOf(input: Json): Properties {
  const config = property(input, 'config')
  return new Map(Object.entries(isObject(config) ? config : {}).map(([key, value]) => [key, value === null ? null : plainText(value)] as const))
}

function converterOf(input: Json) {
  const className = textOf(input, 'converter')
  const converter = shippedConverter(className, configOf(input))
  if (converter === undefined) throw new NotReplayable(`the converter ${className} is not modelled`)
  return converter
}

function toConnect(input: Json): Json {
  const hex = property(input, 'hex')
  const { schema, value } = converterOf(input).toConnect(typeof hex === 'string' ? bytesOfHex(hex) : null)
  return { schema: factOfSchema(schema), value: factOfValue(value) }
}

function fromConnect(input: Json): Json {
  const schema = schemaOfFact(property(input, 'schema'))
  const bytes = converterOf(input).fromConnect(schema, valueOfFact(property(input, 'value'), schema))
  if (bytes === null) return { bytes: null }
  const text = utf8Decode(bytes)
  // What the recorder writes for an array's identity hash, which differs from run to run.
  if (text === '[B@') return { text: '[B@ and the identity hash in hex (varies)' }
  return { hex: hexOf(bytes), text }
}

function transformed(input: Json): Json | NotReplayable {
  const transform = configuredTransformation(textOf(input, 'class'), configOf(input))
  if (transform === undefined) return new NotReplayable(`the transformation ${textOf(input, 'class')} is not modelled`)
  const record = recordOfFact(property(input, 'record'))
  const result = transform(record)
  return result === null ? { dropped: true } : factOfRecord(result)
}

function holds(input: Json): Json | NotReplayable {
  const predicate = configuredPredicate(textOf(input, 'class'), configOf(input))
  if (predicate === undefined) return new NotReplayable(`the predicate ${textOf(input, 'class')} is not modelled`)
  return predicate(recordOfFact(property(input, 'record')))
}

/** A sink's record in the facts' form. */
function recordOfFact(json: Json | undefined): ConnectRecord {
  const [topic, partition, offset] = [textOf(json, 'topic'), numberOf(json, 'partition') ?? 0, numberOf(json, 'offset') ?? 0]
  const keySchema = schemaOfFact(property(json, 'keySchema'))
  const valueSchema = schemaOfFact(property(json, 'valueSchema'))
  return {
    topic, partition, keySchema, valueSchema,
    key: valueOfFact(property(json, 'key'), keySchema),
    value: valueOfFact(property(json, 'value'), valueSchema),
    timestamp: numberOf(json, 'timestamp') ?? null,
    headers: listOf(json, 'headers').map((header): ConnectHeader => {
      const schema = schemaOfFact(property(header, 'schema'))
      return { key: textOf(header, 'key'), schema, value: valueOfFact(property(header, 'value'), schema) }
    }),
    origin: { topic, partition, offset },
  }
}

function factOfRecord(record: ConnectRecord): Json {
  const [key, value] = [sideOf(record, 'key'), sideOf(record, 'value')]
  return {
    topic: record.topic,
    partition: record.partition,
    keySchema: factOfSchema(key.schema),
    key: factOfValue(key.value),
    valueSchema: factOfSchema(value.schema),
    value: factOfValue(value.value),
    timestamp: record.timestamp,
    headers: record.headers.map((header) => ({ key: header.key, schema: factOfSchema(header.schema), value: factOfValue(header.value) })),
    offset: record.origin?.offset ?? null,
  }
}
