import { constructAdminConfig, parseAdminConfig } from '../../../../engine/kafka/config/admin-config.ts'
import { parseBrokerConfig } from '../../../../engine/kafka/config/broker-config.ts'
import { constructConsumerConfig, parseConsumerConfig } from '../../../../engine/kafka/config/consumer-config.ts'
import { plainEnvironment, type ConfigEnvironment } from '../../../../engine/kafka/config/parse-config.ts'
import type { Properties } from '../../../../engine/kafka/config/parsed-config.ts'
import { constructProducerConfig, parseProducerConfig } from '../../../../engine/kafka/config/producer-config.ts'
import { parseTopicConfig } from '../../../../engine/kafka/config/topic-config.ts'
import type { RawValue } from '../../../../engine/kafka/config/config-value.ts'
import { KafkaException } from '../../../../engine/kafka/protocol/kafka-exception.ts'
import { isList, isObject, property, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import type { FunctionReplay } from './function-replay.ts'

type Validate = (properties: Properties, environment: ConfigEnvironment) => unknown

/** What each `of` does when it only parses its configuration, and when it is constructed. */
const validations: ReadonlyMap<string, readonly [parse: Validate, construct: Validate]> = new Map<string, readonly [Validate, Validate]>([
  ['producer', [parseProducerConfig, constructProducerConfig]],
  ['consumer', [parseConsumerConfig, constructConsumerConfig]],
  ['admin', [parseAdminConfig, (properties, environment) => constructAdminConfig(properties, environment)]],
  ['topic', [parseTopicConfig, parseTopicConfig]],
  ['broker', [parseBrokerConfig, parseBrokerConfig]],
])

/** Configurations that are accepted, accepted with lines in the log, or refused. */
export const validateConfigFunctions: ReadonlyMap<string, FunctionReplay> = new Map<string, FunctionReplay>([['validate-config', validate]])

function validate(input: Json, setup: Json): Json | NotReplayable {
  const of = textOf(setup, 'of')
  const found = validations.get(of)
  if (found === undefined) return new NotReplayable(`configurations of ${of} are not modelled`)
  const [parse, construct] = found
  const check = textOf(setup, 'step').startsWith('construct') ? construct : parse
  const warnings: string[] = []
  const environment = plainEnvironment(({ level, logger, message }) => warnings.push(`${level} ${logger} ${message}`))
  const outcome = outcomeOf(() => check(propertiesOf(input, setup), environment))
  return warnings.length === 0 ? outcome : { ...outcome, warnings }
}

function outcomeOf(check: () => unknown): Readonly<Record<string, Json>> {
  try {
    check()
    return { ok: true }
  } catch (error) {
    if (error instanceof KafkaException) return thrown(error)
    throw error
  }
}

function thrown({ className, message, cause }: KafkaException): Readonly<Record<string, Json>> {
  return { exception: className, message, ...(cause === undefined ? {} : { cause: thrown(cause) }) }
}

/** The base with the input over it; the text that stands for "not set" takes a key away. */
function propertiesOf(input: Json, setup: Json): Properties {
  const unset = textOf(setup, 'unset') || '<unset>'
  const base = property(setup, 'base')
  const properties = new Map<string, RawValue>()
  for (const source of [base, input]) {
    if (!isObject(source)) continue
    for (const [key, value] of Object.entries(source)) {
      if (value === unset) properties.delete(key)
      else properties.set(key, rawValue(value ?? null))
    }
  }
  return properties
}

function rawValue(value: Json): RawValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (isList(value)) return value.map(String)
  throw new NotReplayable('a configuration value is a map')
}
