import type { CommitStyle } from '../../kafka/consumer/consumer-loop.ts'
import { describe, type OptionReader } from '../check-options.ts'

/** Options of `consumer` that are the application's, not Kafka's. */
export const applicationKeys = ['groupId', 'on', 'commit', 'processing', 'every'] as const

/** How an application uses its consumer. */
export interface ReadingStyle {
  readonly commit: CommitStyle
  readonly processingMicros: number
  /** Pause from start to start of a reader that ends when it has read what was there; undefined for one that stays. */
  readonly everyMicros: number | undefined
  /** Kafka's keys that follow from the style. */
  readonly properties: ReadonlyMap<string, string>
}

const commitStyles: ReadonlyMap<unknown, CommitStyle> = new Map<unknown, CommitStyle>([['auto', 'auto'], ['after each batch', 'after'], ['before processing', 'before']])

/** Reads `commit`, `processing` and `every`. @throws OptionError */
export function readReadingStyle(reader: OptionReader): ReadingStyle {
  const autoCommit = reader.raw('enable.auto.commit')
  const isAuto = autoCommit === undefined ? undefined : autoCommit === true || autoCommit === 'true'
  const given = reader.raw('commit')
  const wanted = commitStyles.get(given)
  if (given !== undefined && wanted === undefined) throw reader.wrong('commit', "'auto', 'after each batch' or 'before processing'", given)
  const commit = wanted ?? (isAuto === false ? 'after' : 'auto')
  if (isAuto !== undefined && isAuto !== (commit === 'auto')) throw reader.wrong('commit', `in line with 'enable.auto.commit', which is ${describe(autoCommit)}`, given)
  const everyMicros = reader.optionalMicros('every')
  if (everyMicros === 0) throw reader.wrong('every', 'longer than nothing', reader.raw('every'))
  return {
    commit,
    processingMicros: reader.micros('processing', 0),
    everyMicros,
    properties: new Map(commit === 'auto' ? [] : [['enable.auto.commit', 'false']]),
  }
}
