import { configDef } from '../../kafka/config/config-def.ts'
import { parseConfig, plainEnvironment } from '../../kafka/config/parse-config.ts'
import type { Properties } from '../../kafka/config/parsed-config.ts'
import { cast } from './cast.ts'
import type { ConnectRecord } from './connect-record.ts'
import { extractField } from './extract-field.ts'
import { flatten } from './flatten.ts'
import { dropHeaders, headerFrom, insertHeader } from './headers.ts'
import { hoistField } from './hoist-field.ts'
import { insertField } from './insert-field.ts'
import { maskField } from './mask-field.ts'
import { SHIPPED_PREDICATES } from './predicates.ts'
import { regexRouter } from './regex-router.ts'
import { replaceField } from './replace-field.ts'
import { setSchemaMetadata } from './set-schema-metadata.ts'
import { timestampConverter } from './timestamp-converter.ts'
import { timestampRouter } from './timestamp-router.ts'
import type { Transform, TransformationType } from './transformation.ts'
import { valueToKey } from './value-to-key.ts'

const PACKAGE = 'org.apache.kafka.connect.transforms.'

/** Drops every record that it sees; made useful by a predicate (Filter). */
const filter: TransformationType = { def: configDef([]), configure: () => () => null }

/** With a key's and a value's form: `Cast$Key`, `Cast$Value`. */
const SIDED: ReadonlyMap<string, TransformationType> = new Map([
  ['Cast', cast], ['ExtractField', extractField], ['Flatten', flatten], ['HeaderFrom', headerFrom], ['HoistField', hoistField],
  ['InsertField', insertField], ['MaskField', maskField], ['ReplaceField', replaceField], ['SetSchemaMetadata', setSchemaMetadata],
  ['TimestampConverter', timestampConverter],
])

const PLAIN: ReadonlyMap<string, TransformationType> = new Map([
  ['DropHeaders', dropHeaders], ['Filter', filter], ['InsertHeader', insertHeader], ['RegexRouter', regexRouter],
  ['TimestampRouter', timestampRouter], ['ValueToKey', valueToKey],
])

/** The classes of the transformations that ship with Kafka, by name; a `$` says that there is one for keys and one for values. */
export const SHIPPED_TRANSFORMATIONS: readonly string[] = [...[...SIDED.keys()].map((name) => `${PACKAGE}${name}$`), ...[...PLAIN.keys()].map((name) => PACKAGE + name)].toSorted()

/** The transformation of a class that ships with Kafka; undefined for any other class. */
export function shippedTransformation(className: string): TransformationType | undefined {
  if (!className.startsWith(PACKAGE)) return undefined
  const [name = '', side] = className.slice(PACKAGE.length).split('$')
  return side === undefined ? PLAIN.get(name) : side === 'Key' || side === 'Value' ? SIDED.get(name) : undefined
}

/** A transformation with its configuration; undefined for a class that does not ship with Kafka. @throws KafkaException a ConfigException */
export function configuredTransformation(className: string, properties: Properties): Transform | undefined {
  const type = shippedTransformation(className)
  return type?.configure(parseConfig(type.def, properties, plainEnvironment(() => undefined)), className.endsWith('$Key') ? 'key' : 'value')
}

/** A predicate with its configuration; undefined for a class that does not ship with Kafka. @throws KafkaException a ConfigException */
export function configuredPredicate(className: string, properties: Properties): ((record: ConnectRecord) => boolean) | undefined {
  const type = SHIPPED_PREDICATES.get(className)
  return type?.configure(parseConfig(type.def, properties, plainEnvironment(() => undefined)))
}
