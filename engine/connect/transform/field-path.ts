import { configException } from '../../kafka/config/config-exception.ts'
import type { ConnectStruct, ConnectValue } from '../data/connect-value.ts'
import { mapGet } from '../data/connect-value.ts'
import type { SchemaField } from '../data/schema.ts'
import { fieldOf, type ConnectSchema } from '../data/schema.ts'

/** The names on the way to a field, outermost first (SingleFieldPath, KIP-821). */
export type FieldPath = readonly string[]

/**
 * A field's path: V1 takes the text as one name; V2 splits at dots, with names that contain dots in backticks.
 * @throws KafkaException a ConfigException for backticks that do not match
 */
export function fieldPath(text: string, version: 'V1' | 'V2'): FieldPath {
  if (version === 'V1') return [text]
  const names: string[] = []
  let rest = text
  while (rest !== '') {
    const [name, length] = rest.startsWith('`') ? quotedName(rest, text) : plainName(rest)
    names.push(name)
    rest = rest.slice(length)
    if (!rest.startsWith('.')) continue
    rest = rest.slice(1)
    if (rest === '') names.push('')
  }
  return names
}

function plainName(rest: string): readonly [name: string, length: number] {
  const dot = rest.indexOf('.')
  const name = dot < 0 ? rest : rest.slice(0, dot)
  return [name, name.length]
}

function quotedName(rest: string, text: string): readonly [name: string, length: number] {
  for (let end = rest.indexOf('`', 1); end > 0; end = rest.indexOf('`', end + 1)) {
    const isEscaped = rest[end - 1] === '\\'
    if (isEscaped || (end + 1 < rest.length && rest[end + 1] !== '.')) continue
    return [rest.slice(1, end).replaceAll('\\`', '`'), end + 1]
  }
  throw configException(`Incomplete backtick pair in path: [${text}], consider adding a backslash before backtick at position ${String(text.length - rest.length)} to escape it`)
}

/** The field at the end of a path; undefined where there is none. */
export function fieldAt(schema: ConnectSchema, path: FieldPath): SchemaField | undefined {
  let found: SchemaField | undefined
  for (const name of path) {
    const holder: ConnectSchema = found?.schema ?? schema
    found = holder.type === 'struct' ? fieldOf(holder, name) : undefined
    if (found === undefined) return undefined
  }
  return found
}

/** The value at the end of a path; null where anything on the way is missing. @param read how a struct's field is read */
export function valueAt(value: ConnectValue, path: FieldPath, read: (struct: ConnectStruct, name: string) => ConnectValue): ConnectValue {
  let found = value
  for (const name of path) {
    if (typeof found !== 'object' || found === null) return null
    if (found.kind === 'map') found = mapGet(found, name) ?? null
    else if (found.kind === 'struct') found = read(found, name)
    else return null
  }
  return found
}
