import { BROKER_ROWS } from '../config/broker-rows.ts'
import { configDef, type ConfigKey } from '../config/config-def.ts'
import { type ConfigValue, valueText } from '../config/config-value.ts'
import { TOPIC_ROWS } from '../config/topic-rows.ts'
import { TOPIC_BROKER_SYNONYMS } from '../config/topic-synonyms.ts'
import type { DescribeConfigsRequest, DescribeConfigsResponse, DescribeConfigsResult } from '../protocol/describe-configs.ts'
import { errorByName } from '../protocol/errors.ts'
import type { BrokerServer } from './broker-server.ts'

const topicResource = 2
const dynamicTopicConfig = 1
const staticBrokerConfig = 4
const defaultConfig = 5

const typeCodes: Readonly<Record<ConfigKey['type'], number>> = { BOOLEAN: 1, STRING: 2, INT: 3, SHORT: 4, LONG: 5, DOUBLE: 6, LIST: 7, CLASS: 8, PASSWORD: 9 }

/** DescribeConfigs of topics and of this broker: each key's value and where it comes from (ConfigHelper). */
export function describeConfigs(broker: BrokerServer, request: DescribeConfigsRequest): DescribeConfigsResponse {
  const results = request.resources.map(({ resourceType, resourceName, configurationKeys }): DescribeConfigsResult => {
    const isTopic = resourceType === topicResource
    if (isTopic && broker.image.topic(resourceName) === undefined) {
      const { code, message } = errorByName('UNKNOWN_TOPIC_OR_PARTITION')
      return { errorCode: code, errorMessage: message, resourceType, resourceName, configs: [] }
    }
    const keys = [...configDef(isTopic ? TOPIC_ROWS : BROKER_ROWS).values()].filter(({ name }) => configurationKeys?.includes(name) ?? true)
    const configs = keys.map((key) => (isTopic ? describeTopicKey(broker, resourceName, key) : describeBrokerKey(broker, key)))
    return { errorCode: 0, errorMessage: null, resourceType, resourceName, configs }
  })
  return { throttleTimeMs: 0, results }
}

type Described = DescribeConfigsResult['configs'][number]

function described(key: ConfigKey, value: string | null, configSource: number, readOnly: boolean): Described {
  return { name: key.name, value, readOnly, configSource, isSensitive: key.type === 'PASSWORD', synonyms: [], configType: typeCodes[key.type], documentation: null }
}

function textOf(key: ConfigKey, value: ConfigValue): string | null {
  if (value === null) return null
  if (typeof value === 'object') return value.join(',')
  return typeof value === 'number' && value >= 2 ** 63 ? '9223372036854775807' : valueText(key.type, value)
}

function describeTopicKey(broker: BrokerServer, topic: string, key: ConfigKey): Described {
  const own = broker.image.configs('TOPIC', topic).get(key.name)
  if (own !== undefined) return described(key, own, dynamicTopicConfig, false)
  const { parsed } = broker.settings
  const synonym = (TOPIC_BROKER_SYNONYMS[key.name] ?? []).find((name) => parsed.isGiven(name))
  if (synonym !== undefined) return described(key, textOf(key, parsed.value(synonym)), staticBrokerConfig, false)
  return described(key, textOf(key, key.defaultValue), defaultConfig, false)
}

function describeBrokerKey(broker: BrokerServer, key: ConfigKey): Described {
  const { parsed } = broker.settings
  return described(key, textOf(key, parsed.value(key.name)), parsed.isGiven(key.name) ? staticBrokerConfig : defaultConfig, true)
}
