import { JavaException } from '../../../../engine/flume/conf/java/java-exception.ts';
import { escapeBucketPath } from '../../../../engine/flume/sinks/hdfs/bucket-path.ts';
import { fixedOffsetMinutes } from '../../../../engine/flume/sinks/hdfs/time-zone.ts';
import { isObject, numberOf, plainText, property, textOf, type Json } from '../../../json.ts';
import { NotReplayable } from '../../replayer.ts';

/** Escapes a path of the hdfs sink. @returns the path, or the exceptions */
export function escapedPath(fixed: Json | undefined, input: Json): Json {
  const given: Json = { ...(isObject(fixed) ? fixed : {}), ...(isObject(input) ? input : { path: input }) };
  const offsetMinutes = fixedOffsetMinutes(textOf(given, 'timeZone'));
  const path = textOf(given, 'path');
  if (offsetMinutes === undefined && /%(?!t|\{)/.test(path)) throw new NotReplayable(`the rules of the time zone ${textOf(given, 'timeZone')} are not simulated`);
  const unit = textOf(given, 'roundUnit');
  if (unit !== 'second' && unit !== 'minute' && unit !== 'hour') throw new NotReplayable(`rounding by '${unit}'`);
  const round = property(given, 'needRounding') === true ? { unit, value: numberOf(given, 'roundValue') ?? 1 } as const : undefined;
  try {
    return escapeBucketPath(path, headersOf(given), { offsetMinutes: offsetMinutes ?? 0, round, localTimeMs: undefined, hostname: 'localhost' });
  } catch (error) {
    if (!(error instanceof JavaException)) throw error;
    return error.chain();
  }
}

function headersOf(given: Json): ReadonlyMap<string, string> {
  const headers = property(given, 'headers');
  const map = new Map(Object.entries(isObject(headers) ? headers : {}).map(([name, value]) => [name, plainText(value)]));
  const timestamp = property(given, 'timestampHeader');
  if (typeof timestamp === 'string') map.set('timestamp', timestamp);
  return map;
}
