import { configDef, REQUIRED, type ConfigDef, type ConfigRow } from '../../kafka/config/config-def.ts'
import { invalidValue } from '../../kafka/config/config-exception.ts'
import { javaList } from '../../kafka/config/config-value.ts'
import { anyList, atLeast, oneOf, oneOfIgnoringCase, type Validator } from '../../kafka/config/validators.ts'
import { patternProblem } from '../transform/valid-regex.ts'

const NAME: Validator = {
  text: 'non-empty string without ISO control characters',
  check: (key, _type, value) => {
    if (value === '') throw invalidValue(key, '', 'String may not be empty')
    if (typeof value === 'string' && /[\u0000-\u001f\u007f-\u009f]/.test(value)) throw invalidValue(key, value, 'String may not contain control sequences but had the following ASCII chars: ')
  },
}

function aliases(what: string): Validator {
  return {
    text: `non-null string, unique ${what}`,
    check: (key, _type, value) => {
      const names = Array.isArray(value) ? value.map(String) : []
      if (new Set(names).size < names.length) throw invalidValue(key, javaList(names), 'Duplicate alias provided.')
    },
  }
}

const TOPICS_REGEX: Validator = {
  text: 'valid regex',
  check: (key, _type, value) => {
    const problem = typeof value === 'string' ? patternProblem(value) : undefined
    if (problem !== undefined) throw invalidValue(key, String(value), `Invalid regex: ${problem}`)
  },
}

/** Keys of every connector (ConnectorConfig). */
const COMMON: readonly ConfigRow[] = [
  ['name', 'STRING', REQUIRED, 'HIGH', NAME],
  ['connector.class', 'STRING', REQUIRED, 'HIGH'],
  ['tasks.max', 'INT', '1', 'HIGH', atLeast('1')],
  ['tasks.max.enforce', 'BOOLEAN', 'true', 'LOW'],
  ['key.converter', 'CLASS', null, 'LOW'],
  ['value.converter', 'CLASS', null, 'LOW'],
  ['header.converter', 'CLASS', null, 'LOW'],
  ['transforms', 'LIST', '', 'LOW', aliases('transformation aliases')],
  ['predicates', 'LIST', '', 'LOW', aliases('predicate aliases')],
  ['config.action.reload', 'STRING', 'restart', 'LOW', oneOf('none', 'restart')],
  ['errors.retry.timeout', 'LONG', '0', 'MEDIUM'],
  ['errors.retry.delay.max.ms', 'LONG', '60000', 'MEDIUM'],
  ['errors.tolerance', 'STRING', 'none', 'MEDIUM', oneOf('none', 'all')],
  ['errors.log.enable', 'BOOLEAN', 'false', 'MEDIUM'],
  ['errors.log.include.messages', 'BOOLEAN', 'false', 'MEDIUM'],
]

/** Keys of a sink (SinkConnectorConfig). */
export const SINK_DEFINITION: ConfigDef = configDef([
  ...COMMON,
  ['topics', 'LIST', '', 'HIGH', anyList('empty')],
  ['topics.regex', 'STRING', '', 'HIGH', TOPICS_REGEX],
  ['errors.deadletterqueue.topic.name', 'STRING', '', 'MEDIUM'],
  ['errors.deadletterqueue.topic.replication.factor', 'SHORT', '3', 'MEDIUM'],
  ['errors.deadletterqueue.context.headers.enable', 'BOOLEAN', 'false', 'MEDIUM'],
])

/** Keys of a source (SourceConnectorConfig). */
export const SOURCE_DEFINITION: ConfigDef = configDef([
  ...COMMON,
  ['topic.creation.groups', 'LIST', '', 'LOW', aliases('topic creation groups')],
  ['exactly.once.support', 'STRING', 'requested', 'MEDIUM', oneOfIgnoringCase('REQUIRED', 'REQUESTED')],
  ['transaction.boundary', 'STRING', 'poll', 'MEDIUM', oneOfIgnoringCase('INTERVAL', 'POLL', 'CONNECTOR')],
  ['transaction.boundary.interval.ms', 'LONG', null, 'LOW'],
  ['offsets.storage.topic', 'STRING', null, 'LOW'],
])
