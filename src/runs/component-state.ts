import type { TopologyNode } from '../../engine/ledger/topology.ts'
import type { FieldState } from '../../engine/scenario/run/moment.ts'
import type { RunDocument } from '../../engine/scenario/run/run-document.ts'

/** The tracked fields of one component at one moment. */
export type ComponentFields = ReadonlyMap<string, FieldState>

/** Fields that a run tracked of each component, whether or not they have a value at the moment in view. */
export function trackedFieldsOf(run: RunDocument): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>()
  for (const { component, field } of run.changes.tracks) fields.set(component, [...(fields.get(component) ?? []), field])
  return fields
}

/** How well a component is: what can be seen without reading. */
export type Health = 'up' | 'down' | 'between' | 'unknown'

/** What a box of the picture shows of its component at one moment. */
export interface ComponentState {
  readonly health: Health
  readonly lines: readonly { readonly label: string; readonly value: string }[]
  /** How full it is, from 0 to 1, where it has a capacity. */
  readonly fill: number | undefined
}

/** Fields that a box shows, by preference; the table under the picture has all of them. */
const shownFields: readonly (readonly [field: string, label: string])[] = [
  ['power', 'power'],
  ['state', ''],
  ['ChannelSize', 'events'],
  ['leader', 'leader'],
  ['isr', 'ISR'],
  ['role', ''],
  ['LogEndOffset', 'end'],
  ['HighWatermark', 'HW'],
  ['EventReceivedCount', 'received'],
  ['EventAcceptedCount', 'accepted'],
  ['EventDrainSuccessCount', 'drained'],
  ['records-lag', 'lag'],
  ['committed', 'committed'],
  ['position', 'position'],
  ['records', 'records'],
  ['stored', 'stored'],
  ['lines', 'lines'],
  ['length', 'length'],
]

const linesMax = 3

/** The fields of a component that its box shows, of those that the run tracked. */
export function shownFieldsOf(tracked: readonly string[]): readonly (readonly [field: string, label: string])[] {
  return shownFields.filter(([field]) => tracked.includes(field)).slice(0, linesMax)
}

const downWords = new Set(['off', 'stopped', 'dead', 'lost', 'offline', 'fenced', 'killed', 'error'])
const betweenWords = new Set(['starting', 'stopping', 'paused', 'full', 'slow', 'recovering'])

/** What a box shows at a moment. */
export function stateOf(node: TopologyNode, fields: ComponentFields, tracked: readonly string[]): ComponentState {
  const lines = shownFieldsOf(tracked).map(([field, label]) => ({ label, value: textOf(fields.get(field)?.value) }))
  return { health: healthOf(fields), lines, fill: fillOf(node, fields) }
}

function healthOf(fields: ComponentFields): Health {
  const words = ['power', 'state', 'health'].map((field) => fields.get(field)?.value).filter((word) => typeof word === 'string')
  if (words.length === 0) return 'unknown'
  if (words.some((word) => downWords.has(word))) return 'down'
  return words.some((word) => betweenWords.has(word)) ? 'between' : 'up'
}

function fillOf(node: TopologyNode, fields: ComponentFields): number | undefined {
  const size = fields.get('ChannelSize')?.value
  const capacity = fields.get('ChannelCapacity')?.value ?? node.properties['capacity']
  if (typeof size !== 'number' || typeof capacity !== 'number' || capacity <= 0) return undefined
  return Math.min(1, Math.max(0, size / capacity))
}

function textOf(value: number | string | undefined): string {
  if (value === undefined || value === '') return '–'
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}
