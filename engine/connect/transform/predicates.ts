import { configDef, REQUIRED, type ConfigDef } from '../../kafka/config/config-def.ts'
import type { ParsedConfig } from '../../kafka/config/parsed-config.ts'
import { NON_EMPTY_STRING, type Validator } from '../../kafka/config/validators.ts'
import type { ConnectRecord } from './connect-record.ts'
import { fullMatcher, VALID_REGEX } from './valid-regex.ts'

/** A predicate that ships with Kafka. */
export interface PredicateType {
  readonly def: ConfigDef
  readonly configure: (config: ParsedConfig) => (record: ConnectRecord) => boolean
}

const NON_EMPTY_REGEX: Validator = {
  text: 'non-empty string, valid regex',
  check: (key, type, value) => {
    NON_EMPTY_STRING.check(key, type, value)
    VALID_REGEX.check(key, type, value)
  },
}

const PREDICATES = 'org.apache.kafka.connect.transforms.predicates'

/** The predicates that ship with Kafka, by class. */
export const SHIPPED_PREDICATES: ReadonlyMap<string, PredicateType> = new Map<string, PredicateType>([
  [`${PREDICATES}.HasHeaderKey`, {
    def: configDef([['name', 'STRING', REQUIRED, 'MEDIUM', NON_EMPTY_STRING]]),
    configure: (config) => {
      const name = config.text('name')
      return ({ headers }) => headers.some(({ key }) => key === name)
    },
  }],
  [`${PREDICATES}.RecordIsTombstone`, { def: configDef([]), configure: () => ({ value }) => value === null }],
  [`${PREDICATES}.TopicNameMatches`, {
    def: configDef([['pattern', 'STRING', REQUIRED, 'MEDIUM', NON_EMPTY_REGEX]]),
    configure: (config) => {
      const { matches } = fullMatcher(config.text('pattern'))
      return ({ topic }) => matches(topic)
    },
  }],
])
