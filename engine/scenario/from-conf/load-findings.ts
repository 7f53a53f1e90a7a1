import { TYPE_ALIASES } from '../../flume/conf/known-types.ts'
import type { LoadedAgent } from '../../flume/conf/load-conf.ts'
import { propertiesOf, type AgentProperty } from '../../flume/conf/lint-finding.ts'
import { nearest } from '../../flume/conf/nearest.ts'
import { lineAfter } from './conf-edit.ts'
import type { ConfFinding, ConfFix } from './conf-finding.ts'
import { listOf } from './listed-components.ts'

/** What the real loader says of a file, with its own messages, and a fix where one follows from the message. */
export function loadFindings(text: string, agent: string, loaded: LoadedAgent): readonly ConfFinding[] {
  const properties = propertiesOf(text, agent)
  const finding = (severity: ConfFinding['severity'], message: string, at: { readonly line: number; readonly column: number } | undefined): ConfFinding => ({
    severity, message, line: at?.line ?? 1, column: at?.column ?? 1, fix: fixFor(message, { text, agent, properties }),
  })
  const logged = loaded.log.filter(({ message }) => !/has no configfilters\.$/.test(message))
    .map(({ level, message, thrown, position }) => finding(level === 'ERROR' ? 'error' : 'warning', [message, ...(thrown ?? [])].join('\n'), position))
  return loaded.fatal === undefined ? logged : [...logged, finding('error', loaded.fatal.join('\n'), loaded.fatalPosition)]
}

/** The file that a fix is for. */
export interface Ground {
  readonly text: string
  readonly agent: string
  readonly properties: readonly AgentProperty[]
}

function fixFor(message: string, ground: Ground): ConfFix | undefined {
  return typeFix(message, ground) ?? capacityFix(message, ground) ?? batchFix(message, ground)
}

/** A type that is nearly one of Flume's. */
function typeFix(message: string, { properties }: Ground): ConfFix | undefined {
  const [, kind, type = ''] = /Unable to load (source|sink|channel) type: (\S+),/.exec(message) ?? []
  if (kind !== 'source' && kind !== 'sink' && kind !== 'channel') return undefined
  const names = Object.keys(TYPE_ALIASES[kind]).filter((name) => name !== 'OTHER').map((name) => name.toLowerCase())
  const similar = nearest(type, names)
  const property = properties.find(({ key, entry }) => key.startsWith(`${listOf[kind]}.`) && key.endsWith('.type') && entry.value.trim() === type)
  return similar === null || property === undefined ? undefined : valueFix(property, similar)
}

/** A transaction that is larger than its channel. */
function capacityFix(message: string, ground: Ground): ConfFix | undefined {
  if (!/[Tt]ransaction [Cc]apacity .*cannot be (?:higher|greater) than the capacity/.test(message)) return undefined
  const { properties } = ground
  const larger = properties.find(({ key, entry }) => {
    const name = /^channels\.([^.]+)\.transactionCapacity$/.exec(key)?.[1]
    return name !== undefined && Number(entry.value) > Number(valueOf(ground, `channels.${name}.capacity`) ?? 100)
  })
  if (larger === undefined) return undefined
  return valueFix(larger, valueOf(ground, larger.key.replace('transactionCapacity', 'capacity')) ?? '100')
}

/** A batch that is larger than a transaction of its channel: the transaction grows, or the batch shrinks where the channel holds no more. */
function batchFix(message: string, ground: Ground): ConfFix | undefined {
  const [, batch, channel, transaction = ''] = /batch size = (\d+), channel (\S+), transaction capacity = (\d+)/.exec(message) ?? []
  if (channel === undefined || batch === undefined) return undefined
  const capacity = Number(valueOf(ground, `channels.${channel}.capacity`) ?? 100)
  if (Number(batch) <= capacity) return settingFix(ground, `channels.${channel}.transactionCapacity`, batch)
  const written = ground.properties.find(({ key, entry }) => /batch-?size$/i.test(key) && entry.value.trim() === batch)
  return written === undefined ? undefined : valueFix(written, transaction)
}

/** Sets a setting: in its place, or behind the component's type. */
export function settingFix(ground: Ground, key: string, value: string): ConfFix | undefined {
  const property = ground.properties.findLast((one) => one.key === key)
  if (property !== undefined) return valueFix(property, value)
  const type = ground.properties.findLast((one) => one.key === key.replace(/^(\w+\.[^.]+)\..*$/, '$1.type'))
  if (type === undefined) return undefined
  const added = `${ground.agent}.${key} = ${value}`
  return { label: `Add ${added}`, edit: lineAfter(ground.text, type.entry.position.line, added) }
}

function valueFix({ entry }: AgentProperty, value: string): ConfFix {
  const { valueLine, valueColumn } = entry.position
  return { label: `Write ${value}`, edit: { line: valueLine, column: valueColumn, endColumn: valueColumn + entry.value.length, text: value } }
}

function valueOf({ properties }: Ground, key: string): string | undefined {
  return properties.findLast((one) => one.key === key)?.entry.value
}
