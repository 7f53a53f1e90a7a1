import type { PutColumn } from '../../../hadoop/hbase/data/mutation.ts'
import { nullPointer } from '../../conf/java/java-exception.ts'
import { charsetNamed, readAs } from '../../event/charset-text.ts'
import { bodyOf, headersOf, headerText } from '../../event/event-run.ts'
import { flumeException } from '../../exceptions.ts'
import { javaRegex } from '../../interceptors/java-regex.ts'
import type { EventSerializer } from './event-serializer.ts'
import type { SerializerOptions } from './simple-serializer.ts'

const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** The pattern of the serializer, which has to match whole bodies; undefined when it has no JavaScript expression. */
export function bodyPattern(properties: ReadonlyMap<string, string>): RegExp | undefined {
  const flags = properties.get('regexIgnoreCase')?.trim().toLowerCase() === 'true' ? 'si' : 's'
  const whole = javaRegex(`(?${flags})^(?:${properties.get('regex') ?? '(.*)'})(?![\\s\\S])`)
  return whole === undefined ? undefined : new RegExp(whole.source, whole.flags.replace('g', ''))
}

/**
 * The groups of a match as columns; a body that does not match, or has another number of groups than there are columns, makes
 * no put and is dropped. Source: org.apache.flume.sink.hbase2.RegexHBase2EventSerializer.
 */
export function regexSerializer({ properties, family, streams, random }: SerializerOptions): EventSerializer {
  const pattern = bodyPattern(properties) ?? /(?!)/
  const charset = charsetNamed(properties.get('charset') ?? 'UTF-8') ?? 'utf-8'
  const names = (properties.get('colNames') ?? 'payload').split(',')
  const rowKeyIndex = Number(properties.get('rowKeyIndex') ?? '-1')
  const depositsHeaders = properties.get('depositHeaders')?.trim().toLowerCase() === 'true'
  const randomKey = Array.from({ length: 10 }, () => alphanumeric[random.nextInt(alphanumeric.length)] ?? '').join('')
  let nonce = 0
  return {
    put: (event, { currentTimeMillis }) => {
      const match = pattern.exec(readAs(bodyOf(streams, event), charset))
      if (match === null || match.length - 1 !== names.length) return undefined
      const columns = names.flatMap((qualifier, index): PutColumn[] => (index === rowKeyIndex ? [] : [{ family, qualifier, value: groupOf(match, index) }]))
      const row = rowKeyIndex < 0 ? `${currentTimeMillis}-${randomKey}-${nonce++}` : groupOf(match, rowKeyIndex)
      const deposited = depositsHeaders ? [...headersOf(streams, event)].map(([qualifier, value]): PutColumn => ({ family, qualifier, value: headerText(value) })) : []
      return { row, columns: [...columns, ...deposited] }
    },
    increment: undefined,
    withoutPut: 'the body does not match serializer.regex, or has another number of groups than serializer.colNames',
  }
}

/** @throws JavaException FlumeException for a group that took no part in the match */
function groupOf(match: readonly (string | undefined)[], index: number): string {
  const group = match[index + 1]
  if (group === undefined) throw flumeException('Could not get row key!', nullPointer('Cannot invoke "String.getBytes(java.nio.charset.Charset)" because the return value of "java.util.regex.Matcher.group(int)" is null'))
  return group
}
