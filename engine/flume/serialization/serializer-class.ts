import { JavaException, classNotFound } from '../conf/java/java-exception.ts'
import { isJdkClass } from '../conf/java/class-for-name.ts'

const PACKAGE = 'org.apache.flume.serialization'
const BUILDER = `${PACKAGE}.EventSerializer$Builder`
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['TEXT', `${PACKAGE}.BodyTextEventSerializer`],
  ['HEADER_AND_TEXT', `${PACKAGE}.HeaderAndBodyTextEventSerializer`],
  ['AVRO_EVENT', `${PACKAGE}.FlumeEventAvroEventSerializer`],
])

/**
 * The class of a serializer: an alias in any case, or the name of a builder. Source: EventSerializerFactory.
 * @throws JavaException FlumeException for a class that is not there, or is no builder
 */
export function serializerClass(type: string): string {
  const byAlias = ALIASES.get(type.toUpperCase())
  if (byAlias !== undefined) return byAlias
  const className = type.replace(/\$Builder$/, '')
  if (className !== type && [...ALIASES.values()].includes(className)) return className
  const flume = 'org.apache.flume.FlumeException'
  if (isJdkClass(type)) throw new JavaException(flume, `Unable to instantiate Builder from ${type}: does not appear to implement ${BUILDER}`)
  const cause = classNotFound(type)
  throw new JavaException(flume, cause.message, { cause })
}
