import { decimalText, valueText, type ConnectValue } from '../connect-value.ts'
import { structGetWithoutDefault } from '../struct.ts'
import { base64Of } from './base64.ts'
import { isoTimestamp } from './iso-time.ts'

/** A value as Values.convertToString prints it: JSON's look, with texts in quotes only inside others. */
export function headerText(value: Exclude<ConnectValue, null>): string {
  return typeof value === 'string' ? value : inner(value)
}

function inner(value: ConnectValue): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object' || value === null) return String(value)
  switch (value.kind) {
    case 'bytes': return base64Of(value.value)
    case 'date': return isoTimestamp(value.value)
    case 'decimal': return decimalText(value)
    case 'list': return `[${value.items.map(inner).join(',')}]`
    case 'map': return `{${value.entries.map(([key, item]) => `${inner(key)}:${inner(item)}`).join(',')}}`
    case 'struct': return `{${(value.schema.fields ?? []).map(({ name }) => `${quoted(name)}:${inner(structGetWithoutDefault(value, name))}`).join(',')}}`
    default: return valueText(value)
  }
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
