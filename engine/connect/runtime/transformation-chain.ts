import type { ConnectRecord } from '../transform/connect-record.ts'
import { configuredPredicate, configuredTransformation } from '../transform/shipped-transformations.ts'
import type { Transform } from '../transform/transformation.ts'
import type { ConnectorProperties } from './validate-connector.ts'

/**
 * The transformations of a connector in their order, each with its predicate (TransformationChain).
 * @throws KafkaException a ConfigException
 */
export function transformationChain(properties: ConnectorProperties): Transform {
  const transforms = (properties.get('transforms') ?? '').split(',').map((alias) => alias.trim()).filter((alias) => alias !== '').map((alias) => guarded(properties, alias))
  return (record) => {
    let current: ConnectRecord | null = record
    for (const transform of transforms) {
      if (current === null) return null
      current = transform(current)
    }
    return current
  }
}

function guarded(properties: ConnectorProperties, alias: string): Transform {
  const prefix = `transforms.${alias}.`
  const transform = configuredTransformation(properties.get(`${prefix}type`) ?? '', below(properties, prefix)) ?? ((record: ConnectRecord) => record)
  const predicateAlias = properties.get(`${prefix}predicate`)
  if (predicateAlias === undefined) return transform
  const holds = configuredPredicate(properties.get(`predicates.${predicateAlias}.type`) ?? '', below(properties, `predicates.${predicateAlias}.`))
  const isNegated = properties.get(`${prefix}negate`) === 'true'
  return (record) => (holds === undefined || holds(record) === isNegated ? record : transform(record))
}

/** The entries whose keys begin with a prefix, without it (originalsWithPrefix). */
export function below(properties: ConnectorProperties, prefix: string): ConnectorProperties {
  return new Map([...properties].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value] as const))
}
