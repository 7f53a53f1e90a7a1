import { javaDouble } from '../../kafka/config/config-value.ts'
import { grownTableSize, hashOrder } from '../../kafka/java/hash-order.ts'
import { civilOf, weekdayOf } from './calendar.ts'
import { javaFloat } from './java-float.ts'
import type { ConnectSchema } from './schema.ts'

/** A whole number of one of Java's four widths. */
export interface ConnectInteger {
  readonly kind: 'int8' | 'int16' | 'int32' | 'int64'
  readonly value: bigint
}

/** A Java Float or Double. */
export interface ConnectFloat {
  readonly kind: 'float32' | 'float64'
  readonly value: number
}

/** A byte array. */
export interface ConnectBytes {
  readonly kind: 'bytes'
  readonly value: Uint8Array
}

/** A java.util.Date; milliseconds since 1970-01-01 UTC. */
export interface ConnectDate {
  readonly kind: 'date'
  readonly value: number
}

/** A BigDecimal: unscaled × 10^-scale. */
export interface ConnectDecimal {
  readonly kind: 'decimal'
  readonly unscaled: bigint
  readonly scale: number
}

/** A java.util.List; `javaClass` where it is not an ArrayList. */
export interface ConnectList {
  readonly kind: 'list'
  readonly items: readonly ConnectValue[]
  readonly javaClass?: string
}

/** A java.util.Map in the order of its iteration; `javaClass` where it is not a HashMap. */
export interface ConnectMap {
  readonly kind: 'map'
  readonly entries: readonly (readonly [ConnectValue, ConnectValue])[]
  readonly javaClass?: string
}

/** A Struct: the values of its schema's fields; a field without a value is not in the map. */
export interface ConnectStruct {
  readonly kind: 'struct'
  readonly schema: ConnectSchema
  readonly values: ReadonlyMap<string, ConnectValue>
}

/** What a record's key, value or header can be: a Java object of Connect's data model. */
export type ConnectValue =
  | null | string | boolean
  | ConnectInteger | ConnectFloat | ConnectBytes | ConnectDate | ConnectDecimal | ConnectList | ConnectMap | ConnectStruct

/** The kind of a value: `null`, `string`, `boolean` or its own. */
export type ValueKind = Exclude<ConnectValue, null | string | boolean>['kind'] | 'null' | 'string' | 'boolean'

/** The kind of a value. */
export function kindOf(value: ConnectValue): ValueKind {
  if (value === null) return 'null'
  if (typeof value === 'string') return 'string'
  return typeof value === 'boolean' ? 'boolean' : value.kind
}

/** A whole number of a width; it wraps around as a Java cast does. */
export function integer(kind: ConnectInteger['kind'], value: bigint | number): ConnectInteger {
  return { kind, value: BigInt.asIntN(WIDTHS[kind], BigInt(value)) }
}

/** Bits of the whole numbers. */
export const WIDTHS = { int8: 8, int16: 16, int32: 32, int64: 64 } as const

/** Whether a value is a whole number. */
export function isInteger(value: ConnectValue): value is ConnectInteger {
  return typeof value === 'object' && value !== null && value.kind in WIDTHS
}

/** Whether a value is a java.lang.Number. */
export function isNumber(value: ConnectValue): value is ConnectInteger | ConnectFloat | ConnectDecimal {
  return typeof value === 'object' && value !== null && (value.kind in WIDTHS || value.kind === 'float32' || value.kind === 'float64' || value.kind === 'decimal')
}

/** A java.util.HashMap with these keys: iterated in the order of its buckets. */
export function hashMap(entries: readonly (readonly [string, ConnectValue])[]): ConnectMap {
  const distinct = [...new Map(entries)]
  return { kind: 'map', entries: hashOrder(distinct, ([key]) => key, grownTableSize(distinct.length)) }
}

/** The value of a key in a map; undefined where it has none. */
export function mapGet(map: ConnectMap, key: string): ConnectValue | undefined {
  return map.entries.find(([name]) => name === key)?.[1]
}

/** The entries of a map whose keys are texts; others are named as Java prints them. */
export function textEntries(map: ConnectMap): readonly (readonly [string, ConnectValue])[] {
  return map.entries.map(([key, value]) => [typeof key === 'string' ? key : valueText(key), value] as const)
}

/** The Java class of a value, as `getClass().getName()` gives it. */
export function javaClassOf(value: Exclude<ConnectValue, null>): string {
  if (typeof value === 'string') return 'java.lang.String'
  if (typeof value === 'boolean') return 'java.lang.Boolean'
  if (value.kind === 'list') return value.javaClass ?? 'java.util.ArrayList'
  if (value.kind === 'map') return value.javaClass ?? 'java.util.HashMap'
  return CLASSES[value.kind]
}

const CLASSES = {
  int8: 'java.lang.Byte', int16: 'java.lang.Short', int32: 'java.lang.Integer', int64: 'java.lang.Long',
  float32: 'java.lang.Float', float64: 'java.lang.Double', bytes: '[B', date: 'java.util.Date',
  decimal: 'java.math.BigDecimal', struct: 'org.apache.kafka.connect.data.Struct',
} as const

/** A value as Java's String.valueOf prints it. The identity hash of a byte array is not known: it is left out. */
export function valueText(value: ConnectValue): string {
  if (value === null) return 'null'
  if (typeof value !== 'object') return String(value)
  switch (value.kind) {
    case 'int8': case 'int16': case 'int32': case 'int64': return String(value.value)
    case 'float32': return javaFloat(value.value)
    case 'float64': return javaDouble(value.value)
    case 'bytes': return '[B@'
    case 'date': return dateText(value.value)
    case 'decimal': return decimalText(value)
    case 'list': return `[${value.items.map(valueText).join(', ')}]`
    case 'map': return `{${value.entries.map(([key, item]) => `${valueText(key)}=${valueText(item)}`).join(', ')}}`
    case 'struct': return structText(value)
  }
}

function structText({ schema, values }: ConnectStruct): string {
  const parts = (schema.fields ?? []).flatMap(({ name }) => {
    const value = values.get(name) ?? null
    return value === null ? [] : [`${name}=${valueText(value)}`]
  })
  return `Struct{${parts.join(',')}}`
}

/** BigDecimal.toPlainString, which is its toString for scales from 0 on and small numbers. */
export function decimalText({ unscaled, scale }: ConnectDecimal): string {
  if (scale <= 0) return `${String(unscaled)}${unscaled === 0n ? '' : '0'.repeat(-scale)}`
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** java.util.Date.toString in UTC. */
function dateText(ms: number): string {
  const { year, month, day, hour, minute, second } = civilOf(ms)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${DAYS[weekdayOf(ms)] ?? ''} ${MONTHS[month - 1] ?? ''} ${two(day)} ${two(hour)}:${two(minute)}:${two(second)} UTC ${String(year)}`
}
