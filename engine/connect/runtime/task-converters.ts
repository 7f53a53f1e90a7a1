import { shippedConverter } from '../converter/shipped-converters.ts'
import type { Converter } from '../converter/converter.ts'
import { configException } from '../../kafka/config/config-exception.ts'
import { below } from './transformation-chain.ts'
import type { ConnectorProperties } from './validate-connector.ts'

/** A task's converters: the connector's own, otherwise the worker's. */
export interface TaskConverters {
  readonly key: Converter
  readonly value: Converter
}

/** The converters that a task works with. @throws KafkaException a ConfigException for a class that is no converter */
export function taskConverters(worker: ConnectorProperties, connector: ConnectorProperties): TaskConverters {
  return { key: converterOf('key.converter', worker, connector), value: converterOf('value.converter', worker, connector) }
}

function converterOf(key: string, worker: ConnectorProperties, connector: ConnectorProperties): Converter {
  const source = connector.has(key) ? connector : worker
  const className = source.get(key)
  if (className === undefined) throw configException(`Missing required configuration "${key}" which has no default value.`)
  const converter = shippedConverter(className, below(source, `${key}.`))
  if (converter === undefined) throw configException(`Invalid value ${className} for configuration ${key}: Class ${className} could not be found.`)
  return converter
}
