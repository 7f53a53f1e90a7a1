import { configDef, REQUIRED } from '../../kafka/config/config-def.ts'
import { javaReplacement } from '../../flume/interceptors/java-regex.ts'
import { fullMatcher, VALID_REGEX } from './valid-regex.ts'
import type { TransformationType } from './transformation.ts'

/** Renames the topic where the whole name matches (RegexRouter). */
export const regexRouter: TransformationType = {
  def: configDef([
    ['regex', 'STRING', REQUIRED, 'HIGH', VALID_REGEX],
    ['replacement', 'STRING', REQUIRED, 'HIGH'],
  ]),
  configure: (config) => {
    const { matches, expression } = fullMatcher(config.text('regex'))
    const replacement = javaReplacement(config.text('replacement'))
    return (record) => {
      if (!matches(record.topic)) return record
      expression.lastIndex = 0
      const found = expression.exec(record.topic)
      if (found === null) return record
      const replaced = replacement(found, found.groups ?? {}) ?? ''
      return { ...record, topic: record.topic.slice(0, found.index) + replaced + record.topic.slice(found.index + found[0].length) }
    }
  },
}
