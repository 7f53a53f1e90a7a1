import { javaDouble } from '../../kafka/config/config-value.ts'
import { utf8Encode } from '../../kafka/record/utf8-encode.ts'
import { javaFloat } from '../data/java-float.ts'

/** JSON as it is written: Java's own numbers, fields in their order. */
export type JsonOut =
  | null | boolean | string | bigint
  | { readonly float: number }
  | { readonly double: number }
  | { readonly number: string }
  | { readonly items: readonly JsonOut[] }
  | { readonly fields: readonly (readonly [string, JsonOut])[] }

/** The UTF-8 that Jackson writes for a tree, without spaces. */
export function writeJson(node: JsonOut): Uint8Array {
  return utf8Encode(jsonText(node))
}

function jsonText(node: JsonOut): string {
  if (node === null || typeof node === 'boolean' || typeof node === 'bigint') return String(node)
  if (typeof node === 'string') return quotedJson(node)
  if ('float' in node) return finiteOrText(node.float, javaFloat(node.float))
  if ('double' in node) return finiteOrText(node.double, javaDouble(node.double))
  if ('number' in node) return node.number
  if ('items' in node) return `[${node.items.map(jsonText).join(',')}]`
  return `{${node.fields.map(([name, value]) => `${quotedJson(name)}:${jsonText(value)}`).join(',')}}`
}

/** Numbers that JSON does not know are written as texts (QUOTE_NON_NUMERIC_NUMBERS). */
function finiteOrText(value: number, text: string): string {
  return Number.isFinite(value) ? text : `"${text}"`
}

const SHORT: ReadonlyMap<string, string> = new Map([['"', '\\"'], ['\\', '\\\\'], ['\b', '\\b'], ['\t', '\\t'], ['\n', '\\n'], ['\f', '\\f'], ['\r', '\\r']])
const NEEDS_ESCAPE = /["\\\u0000-\u001f]/

function quotedJson(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return `"${text}"`
  const escaped = [...text].map((character) => {
    const short = SHORT.get(character)
    if (short !== undefined) return short
    return character < ' ' ? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}` : character
  })
  return `"${escaped.join('')}"`
}
