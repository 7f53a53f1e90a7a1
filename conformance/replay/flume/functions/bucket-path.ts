import { JavaException } from '../../../../engine/flume/conf/java/java-exception.ts'
import { escapeBucketPath } from '../../../../engine/flume/sinks/hdfs/bucket-path.ts'
import { javaTimeZone } from '../../../../engine/flume/sinks/hdfs/time-zone.ts'
import { isObject, numberOf, plainText, property, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'

/** Escapes a path of the hdfs sink. @returns the path, or the exceptions */
export function escapedPath(fixed: Json | undefined, input: Json): Json {
  const given: Json = { ...(isObject(fixed) ? fixed : {}), ...(isObject(input) ? input : { path: input }) }
  const zone = javaTimeZone(textOf(given, 'timeZone'))
  const path = textOf(given, 'path')
  const unit = textOf(given, 'roundUnit')
  if (unit !== 'second' && unit !== 'minute' && unit !== 'hour') throw new NotReplayable(`rounding by '${unit}'`)
  const round = property(given, 'needRounding') === true ? { unit, value: numberOf(given, 'roundValue') ?? 1 } as const : undefined
  try {
    return escapeBucketPath(path, headersOf(given), { zone, round, localTimeMs: undefined, hostname: 'localhost' })
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    return error.chain()
  }
}

function headersOf(given: Json): ReadonlyMap<string, string> {
  const headers = property(given, 'headers')
  const map = new Map(Object.entries(isObject(headers) ? headers : {}).map(([name, value]) => [name, plainText(value)]))
  const timestamp = property(given, 'timestampHeader')
  if (typeof timestamp === 'string') map.set('timestamp', timestamp)
  return map
}
