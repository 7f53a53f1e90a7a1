import type { ComponentKind, ComponentType } from './component-type.ts'
import { classNameOf } from './known-types.ts'
import { atKey, atValue, type AgentProperty, type LintContext, type LintFinding } from './lint-finding.ts'
import { nearest } from './nearest.ts'

const KINDS: Readonly<Record<string, ComponentKind>> = { sources: 'source', sinks: 'sink', channels: 'channel' }
const LISTS = ['sources', 'sinks', 'channels', 'sinkgroups', 'configfilters']
/** What Flume itself reads of every component of a kind. */
const COMMON: Readonly<Record<ComponentKind, readonly string[]>> = {
  source: ['type', 'channels', 'config', 'selector.', 'interceptors', 'interceptors.'],
  sink: ['type', 'channel', 'config'],
  channel: ['type', 'config'],
}

/** Keys that nothing reads, components that are not listed, and lists with commas. */
export function checkComponents(context: LintContext): LintFinding[] {
  return [
    ...repeatedKeys(context),
    ...context.properties.flatMap((property) => [...commas(property), ...checkKey(property, context)]),
  ]
}

function repeatedKeys({ properties }: LintContext): LintFinding[] {
  const last = new Map(properties.map((property) => [property.key, property]))
  return properties.flatMap((property) => {
    const winner = last.get(property.key)
    if (winner === undefined || winner === property) return []
    const message = `Line ${String(winner.entry.position.line)} sets ${property.entry.key} again; only the last one counts.`
    return [atKey(property, { severity: 'warning', message })]
  })
}

function commas(property: AgentProperty): LintFinding[] {
  const { key, entry } = property
  const isList =
    LISTS.includes(key) ||
    /^sources\.[^.]+\.(?:channels|interceptors)$/.test(key) ||
    /^sinkgroups\.[^.]+\.sinks$/.test(key)
  if (!isList || !entry.value.includes(',')) return []
  const message = 'Names are separated by spaces; a comma becomes part of a name.'
  return [
    atValue(property, {
      severity: 'error',
      message,
      fix: entry.value
        .split(/[\s,]+/)
        .filter((name) => name !== '')
        .join(' '),
    }),
  ]
}

function checkKey(property: AgentProperty, context: LintContext): LintFinding[] {
  const [list = '', name = '', ...rest] = property.key.split('.')
  const kind = KINDS[list]
  const setting = rest.join('.')
  if (kind === undefined || setting === '') return []
  if (!isListed(context, list, name)) return notListed(property, context, { kind, list, name })
  const type = typeOf(context, kind, `${list}.${name}.type`)
  if (type === undefined) return []
  const known = [...COMMON[kind], ...type.keys]
  if (known.some((one) => one === setting || (one.endsWith('.') && setting.startsWith(one)))) return []
  return [unknownKey(property, setting, { type, known })]
}

function isListed({ properties }: LintContext, list: string, name: string): boolean {
  const names = properties.findLast(({ key }) => key === list)?.entry.value ?? ''
  return names.split(/[\s,]+/).includes(name)
}

/** One finding for the first property of a component that no list names. */
function notListed(
  property: AgentProperty,
  { agent, properties }: LintContext,
  { kind, list, name }: { readonly kind: ComponentKind; readonly list: string; readonly name: string },
): LintFinding[] {
  const prefix = `${list}.${name}.`
  if (properties.find(({ key }) => key.startsWith(prefix)) !== property) return []
  const message = `The ${kind} ${name} is not in the list ${agent}.${list}, so Flume does not create it.`
  return [atKey(property, { severity: 'warning', message })]
}

function typeOf({ properties, types }: LintContext, kind: ComponentKind, key: string): ComponentType | undefined {
  const written = properties.findLast((property) => property.key === key)?.entry.value
  if (written === undefined) return undefined
  const className = classNameOf(kind, written)
  return types.find((type) => type.kind === kind && type.className === className)
}

function unknownKey(
  property: AgentProperty,
  setting: string,
  { type, known }: { readonly type: ComponentType; readonly known: readonly string[] },
): LintFinding {
  const simpleName = type.className.slice(type.className.lastIndexOf('.') + 1)
  const similar = nearest(
    setting,
    known.filter((one) => !one.endsWith('.')),
  )
  const hint = similar === null ? '' : ` Did you mean ${similar}?`
  const message = `${simpleName} does not read ${setting}; Flume accepts it in silence.${hint}`
  const finding = { severity: 'warning', message, ...(similar === null ? {} : { fix: similar }) } as const
  return atKey(property, finding, property.entry.key.length - setting.length, setting.length)
}
