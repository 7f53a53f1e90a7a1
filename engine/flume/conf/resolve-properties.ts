import { concurrentHashMapOrder } from './java/concurrent-hash-map.ts'
import { JavaHashMap } from './java/hash-map.ts'
import { illegalArgument } from './java/java-exception.ts'
import { substitute, type Lookup } from './substitute.ts'

/** What substitution may look at outside the file. */
export interface LookupSources {
  /** Environment variables of the agent's process. */
  readonly environment: ReadonlyMap<string, string>
  /** Java system properties (`-Dname=value`, `user.home`, `java.version`…). */
  readonly systemProperties: ReadonlyMap<string, string>
  /** Formats the date of the load with a Java date pattern, for `${date:pattern}`; without it such a variable stays literal. */
  readonly formatDate?: (pattern: string) => string
}

const PROPERTIES_IMPLEMENTATION = 'propertiesImplementation'
const ENV_VAR_RESOLVER = 'org.apache.flume.node.EnvVarResolverProperties'
const JAVA_LOOKUPS: Readonly<Record<string, readonly [text: string, ...properties: string[]]>> = {
  version: ['Java version {}', 'java.version'],
  runtime: ['{} (build {}) from {}', 'java.runtime.name', 'java.runtime.version', 'java.vendor'],
  vm: ['{} (build {}, {})', 'java.vm.name', 'java.vm.version', 'java.vm.info'],
  os: ['{} {}, architecture: {}', 'os.name', 'os.version', 'os.arch'],
  hardware: ['processors: {}, architecture: {}', 'flume.processors', 'os.arch'],
}

/**
 * Substitutes the values of a properties file in the order in which Flume does, so that `${otherKey}` sees only keys that were resolved before.
 * The result iterates in the order in which FlumeConfiguration reads it. Source: org.apache.flume.node.MapResolver.
 * @throws JavaException for a cyclic value or an unknown `${java:…}`, its property being the key.
 */
export function resolveProperties(
  properties: ReadonlyMap<string, string>,
  sources: LookupSources,
): JavaHashMap<string> {
  const resolved = new JavaHashMap<string>()
  const lookup = interpolator(resolved, sources)
  for (const key of propertyNamesOrder(properties.keys()))
    resolved.set(key, substitute(properties.get(key) ?? '', lookup))
  return resolved
}

/** The order of `Properties.stringPropertyNames()` (JDK 17) for keys put in the given order. */
export function propertyNamesOrder(keys: Iterable<string>): string[] {
  const names = new JavaHashMap<true>()
  for (const key of concurrentHashMapOrder(keys)) names.set(key, true)
  return names.keys()
}

/** Source: org.apache.commons.text.lookup.InterpolatorStringLookup: an unknown prefix is dropped and the rest looked up in the file. */
function interpolator(resolved: JavaHashMap<string>, sources: LookupSources): Lookup {
  const { environment, systemProperties, formatDate } = sources
  const seesEnvironment = systemProperties.get(PROPERTIES_IMPLEMENTATION) === ENV_VAR_RESOLVER
  const prefixed = new Map<string, Lookup>([
    ['env', (name) => environment.get(name) ?? null],
    ['sys', (name) => systemProperties.get(name) ?? null],
    ['java', (name) => javaLookup(name, systemProperties)],
    ['date', (name) => formatDate?.(name) ?? null],
  ])
  return (variable) => {
    const colon = variable.indexOf(':')
    const name = variable.slice(colon + 1)
    const value = colon < 0 ? null : (prefixed.get(variable.slice(0, colon).toLowerCase())?.(name) ?? null)
    return value ?? resolved.get(name) ?? (seesEnvironment ? (environment.get(name) ?? null) : null)
  }
}

function javaLookup(name: string, systemProperties: ReadonlyMap<string, string>): string {
  const [text, ...properties] = JAVA_LOOKUPS[name] ?? []
  if (text === undefined) throw illegalArgument(name)
  return properties.reduce((filled, property) => filled.replace('{}', systemProperties.get(property) ?? 'null'), text)
}
