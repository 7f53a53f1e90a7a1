import { parseConfig, plainEnvironment } from '../../kafka/config/parse-config.ts'
import type { Properties } from '../../kafka/config/parsed-config.ts'
import { utf8Encode } from '../../kafka/record/utf8-encode.ts'
import { javaLangException } from '../data/connect-exceptions.ts'
import { utf8Decode } from '../data/values/utf8-decode.ts'
import { headerText } from '../data/values/header-text.ts'
import { parseString } from '../data/values/parse-string.ts'
import type { Converter } from './converter.ts'
import { JSON_CONVERTER, jsonConverter } from './json-converter.ts'
import { booleanConverter, byteArrayConverter, numberConverters, stringConverter } from './primitive-converters.ts'

const CONVERTERS = 'org.apache.kafka.connect.converters'
const numbers = numberConverters()

/** org.apache.kafka.connect.storage.SimpleHeaderConverter: text, read back as Values.parseString reads it. */
const simpleHeaderConverter: Converter = {
  toConnect: (bytes) => {
    if (bytes === null) return { schema: null, value: null }
    const found = parseString(utf8Decode(bytes))
    if (found !== null) return found
    throw javaLangException('NullPointerException', 'Cannot invoke "org.apache.kafka.connect.data.SchemaAndValue.schema()" because "<local3>" is null')
  },
  fromConnect: (_schema, value) => (value === null ? null : utf8Encode(headerText(value))),
}

const FIXED: ReadonlyMap<string, Converter | undefined> = new Map([
  ['org.apache.kafka.connect.storage.StringConverter', stringConverter],
  ['org.apache.kafka.connect.storage.SimpleHeaderConverter', simpleHeaderConverter],
  [`${CONVERTERS}.ByteArrayConverter`, byteArrayConverter],
  [`${CONVERTERS}.BooleanConverter`, booleanConverter],
  [`${CONVERTERS}.ShortConverter`, numbers.get('int16')],
  [`${CONVERTERS}.IntegerConverter`, numbers.get('int32')],
  [`${CONVERTERS}.LongConverter`, numbers.get('int64')],
  [`${CONVERTERS}.FloatConverter`, numbers.get('float32')],
  [`${CONVERTERS}.DoubleConverter`, numbers.get('float64')],
])

const JSON_CLASS = 'org.apache.kafka.connect.json.JsonConverter'

/** The classes of the converters that ship with Kafka. */
export const SHIPPED_CONVERTERS: readonly string[] = [JSON_CLASS, ...FIXED.keys()]

/**
 * A converter that ships with Kafka, configured; undefined for any other class.
 * @throws KafkaException a ConfigException for its keys
 */
export function shippedConverter(className: string, properties: Properties): Converter | undefined {
  if (className === JSON_CLASS) return jsonConverter(parseConfig(JSON_CONVERTER, properties, plainEnvironment(() => undefined)))
  return FIXED.get(className)
}
