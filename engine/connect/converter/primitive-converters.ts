import { utf8Encode } from '../../kafka/record/utf8-encode.ts'
import { dataException, javaLangException, serializationException } from '../data/connect-exceptions.ts'
import { isNumber, integer, javaClassOf, valueText, type ConnectValue } from '../data/connect-value.ts'
import { schemaOf, type SchemaType } from '../data/schema.ts'
import { utf8Decode } from '../data/values/utf8-decode.ts'
import type { Converter } from './converter.ts'

/** What tells the converters of numbers apart. */
interface NumberFormat {
  readonly type: 'int16' | 'int32' | 'int64' | 'float32' | 'float64'
  readonly bytes: number
  /** In exceptions. */
  readonly name: string
  readonly javaClass: string
  readonly deserializer: string
}

const FORMATS: readonly NumberFormat[] = [
  { type: 'int16', bytes: 2, name: 'short', javaClass: 'java.lang.Short', deserializer: 'ShortDeserializer' },
  { type: 'int32', bytes: 4, name: 'integer', javaClass: 'java.lang.Integer', deserializer: 'IntegerDeserializer' },
  { type: 'int64', bytes: 8, name: 'long', javaClass: 'java.lang.Long', deserializer: 'LongDeserializer' },
  { type: 'float32', bytes: 4, name: 'float', javaClass: 'java.lang.Float', deserializer: 'Deserializer' },
  { type: 'float64', bytes: 8, name: 'double', javaClass: 'java.lang.Double', deserializer: 'Deserializer' },
]

/** ShortConverter, IntegerConverter, LongConverter, FloatConverter and DoubleConverter, by the type that they carry. */
export function numberConverters(): ReadonlyMap<NumberFormat['type'], Converter> {
  return new Map(FORMATS.map((format) => [format.type, numberConverter(format)] as const))
}

function numberConverter(format: NumberFormat): Converter {
  const { type, bytes: size, name, javaClass, deserializer } = format
  return {
    toConnect: (bytes) => {
      if (bytes !== null && bytes.length !== size) {
        throw dataException(`Failed to deserialize ${name}: `, serializationException(`Size of data received by ${deserializer} is not ${String(size)}`))
      }
      return { schema: schemaOf(type, true), value: bytes === null ? null : numberOf(type, bytes) }
    },
    fromConnect: (_schema, value) => {
      if (value === null) return null
      if (typeof value === 'object' && value.kind === type) return bytesOf(type, value.value, size)
      const found = javaClassOf(value)
      const cause = javaLangException('ClassCastException', `class ${found} cannot be cast to class ${isNumber(value) ? javaClass : 'java.lang.Number'}`)
      throw dataException(`Failed to serialize to ${name} (was class ${found}): `, cause)
    },
  }
}

function numberOf(type: NumberFormat['type'], bytes: Uint8Array): ConnectValue {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (type === 'float32') return { kind: type, value: view.getFloat32(0) }
  if (type === 'float64') return { kind: type, value: view.getFloat64(0) }
  return integer(type, type === 'int16' ? view.getInt16(0) : type === 'int32' ? view.getInt32(0) : view.getBigInt64(0))
}

function bytesOf(type: NumberFormat['type'], value: bigint | number, size: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(size))
  if (type === 'float32') view.setFloat32(0, Number(value))
  else if (type === 'float64') view.setFloat64(0, Number(value))
  else if (type === 'int16') view.setInt16(0, Number(value))
  else if (type === 'int32') view.setInt32(0, Number(value))
  else view.setBigInt64(0, BigInt(value))
  return new Uint8Array(view.buffer)
}

/** org.apache.kafka.connect.storage.StringConverter in UTF-8. */
export const stringConverter: Converter = {
  toConnect: (bytes) => ({ schema: schemaOf('string', true), value: bytes === null ? null : utf8Decode(bytes) }),
  fromConnect: (_schema, value) => (value === null ? null : utf8Encode(valueText(value))),
}

/** org.apache.kafka.connect.converters.ByteArrayConverter. */
export const byteArrayConverter: Converter = {
  toConnect: (bytes) => ({ schema: schemaOf('bytes', true), value: bytes === null ? null : { kind: 'bytes', value: bytes } }),
  fromConnect: (schema, value) => {
    refuseOtherType('ByteArrayConverter', schema?.type, 'bytes')
    if (value === null) return null
    if (typeof value === 'object' && value.kind === 'bytes') return value.value
    throw dataException(`ByteArrayConverter is not compatible with objects of type class ${javaClassOf(value)}`)
  },
}

/** org.apache.kafka.connect.converters.BooleanConverter. */
export const booleanConverter: Converter = {
  toConnect: (bytes) => {
    const fail = (message: string) => dataException('Failed to deserialize boolean: ', serializationException(message))
    if (bytes !== null && bytes.length !== 1) throw fail('Size of data received by BooleanDeserializer is not 1')
    if (bytes !== null && (bytes[0] ?? 0) > 1) throw fail(`Unexpected byte received by BooleanDeserializer: ${String(((bytes[0] ?? 0) << 24) >> 24)}`)
    return { schema: schemaOf('boolean', true), value: bytes === null ? null : bytes[0] === 1 }
  },
  fromConnect: (schema, value) => {
    refuseOtherType('BooleanConverter', schema?.type, 'boolean')
    if (value === null) return null
    if (typeof value === 'boolean') return Uint8Array.of(value ? 1 : 0)
    throw dataException(`BooleanConverter is not compatible with objects of type class ${javaClassOf(value)}`)
  },
}

function refuseOtherType(converter: string, found: SchemaType | undefined, type: SchemaType): void {
  if (found !== undefined && found !== type) throw dataException(`Invalid schema type for ${converter}: ${found.toUpperCase()}`)
}
