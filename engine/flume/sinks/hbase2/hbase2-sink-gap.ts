import type { LoadedSink } from '../../conf/loaded.ts'
import { charsetNamed } from '../../event/charset-text.ts'
import { bodyPattern } from './regex-serializer.ts'

/** Why a configuration of the sink cannot be simulated, with the property to blame; undefined when it can. */
export function hbase2SinkGap({ properties }: LoadedSink): { readonly key: string; readonly problem: string } | undefined {
  if (properties.has('kerberosPrincipal')) return { key: 'kerberosPrincipal', problem: 'Kerberos is not simulated here. Leave it out' }
  if (properties.get('serializer')?.endsWith('.RegexHBase2EventSerializer') !== true) return undefined
  const own = new Map([...properties].filter(([key]) => key.startsWith('serializer.')).map(([key, value]) => [key.slice('serializer.'.length), value]))
  if (bodyPattern(own) === undefined) return { key: 'serializer.regex', problem: `the Java pattern ${own.get('regex') ?? ''} uses what JavaScript's do not have` }
  const charset = own.get('charset')
  return charset === undefined || charsetNamed(charset) !== undefined ? undefined : { key: 'serializer.charset', problem: `the charset ${charset} is not simulated here; UTF-8, UTF-16, ISO-8859-1 and US-ASCII are` }
}
