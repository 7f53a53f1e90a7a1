const depthMax = 3
const entriesMax = 50
const textMax = 2_000

/**
 * A value as console.log shows it: short, the same on every JavaScript engine, and without running the reader's getters
 * or proxies' traps beyond what reading properties needs; what throws is shown as such.
 */
export function inspectValue(value: unknown, depth = 0): string {
  try {
    return clipped(typeof value === 'string' && depth === 0 ? value : inspected(value, depth))
  } catch {
    return '[a value that cannot be shown]'
  }
}

function clipped(text: string): string {
  return text.length > textMax ? `${text.slice(0, textMax)}…` : text
}

function inspected(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return `${String(value)}n`
  if (typeof value === 'symbol') return value.toString()
  if (typeof value === 'function') return value.name === '' ? '[function]' : `[function ${value.name}]`
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value)
  if (value instanceof Error) return `${value.name}: ${value.message}`
  if (depth >= depthMax) return Array.isArray(value) ? '[…]' : '{…}'
  return inspectedObject(value, depth)
}

function inspectedObject(value: object, depth: number): string {
  const inner = (part: unknown): string => inspectValue(part, depth + 1)
  const nested = (part: unknown): string => (typeof part === 'string' ? JSON.stringify(part) : inner(part))
  if (Array.isArray(value)) return `[${listed(value.map(nested))}]`
  if (value instanceof Map) return `Map {${listed([...value].map(([key, part]) => `${nested(key)} => ${nested(part)}`))}}`
  if (value instanceof Set) return `Set {${listed([...value].map(nested))}}`
  if (value instanceof Promise) return '[promise]'
  const isoText: unknown = Reflect.get(value, 'toISOString')
  if (typeof isoText === 'function') return String(Reflect.apply(isoText, value, []))
  return `{${listed(Object.entries(value).map(([key, part]) => ` ${key}: ${nested(part)}`))} }`
}

function listed(parts: readonly string[]): string {
  const shown = parts.slice(0, entriesMax).join(', ')
  return parts.length > entriesMax ? `${shown}, … ${parts.length - entriesMax} more` : shown
}
