import type { FieldState, Moment } from '../../engine/scenario/run/moment.ts'
import type { RunDocument } from '../../engine/scenario/run/run-document.ts'
import type { PictureNode } from './picture-model.ts'

/** The tracked fields of one component at one moment. */
export type ComponentFields = ReadonlyMap<string, FieldState>

/** Fields that a run tracked of each component, whether or not they have a value at the moment in view. */
export function trackedFieldsOf(run: RunDocument): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>()
  for (const { component, field } of run.changes.tracks) fields.set(component, [...(fields.get(component) ?? []), field])
  return fields
}

/** The fields of everything that a box stands for; of two with the same name the inner component's. */
export function fieldsOf(moment: Moment, node: PictureNode): ComponentFields {
  const fields = new Map<string, FieldState>()
  for (const member of node.members) {
    for (const [field, state] of moment.components.get(member) ?? []) if (!fields.has(field)) fields.set(field, state)
  }
  return fields
}

/** How well a component is: what can be seen without reading. */
export type Health = 'up' | 'down' | 'between' | 'unknown'

/** What a box of the picture shows of its component at one moment. */
export interface ComponentState {
  readonly health: Health
  /** What is wrong, as a word; empty when nothing is. */
  readonly trouble: string
  readonly lines: readonly { readonly label: string; readonly value: string }[]
  /** How full it is, from 0 to 1, where it has a capacity. */
  readonly fill: number | undefined
}

/** Fields that a box shows, by preference; the table under the picture has all of them. */
const shownFields: readonly (readonly [field: string, label: string])[] = [
  ['ChannelSize', 'events'],
  ['leader', 'leader'],
  ['isr', 'ISR'],
  ['current-state', ''],
  ['LogEndOffset', 'end'],
  ['HighWatermark', 'HW'],
  ['EventReceivedCount', 'received'],
  ['EventAcceptedCount', 'accepted'],
  ['EventDrainSuccessCount', 'drained'],
  ['requests-in-flight', 'in flight'],
  ['records-lag', 'lag'],
  ['committed', 'committed'],
  ['position', 'position'],
  ['records', 'records'],
  ['stored', 'stored'],
  ['array', 'array'],
  ['rebuiltPercent', 'rebuilt %'],
  ['lines', 'lines'],
  ['length', 'length'],
]

const linesMax = 2

/** The fields of a component that its box shows, of those that the run tracked. */
export function shownFieldsOf(tracked: readonly string[]): readonly (readonly [field: string, label: string])[] {
  return shownFields.filter(([field]) => tracked.includes(field)).slice(0, linesMax)
}

const downWords = new Set(['off', 'stopped', 'dead', 'lost'])
/** What has befallen a machine's disk, or the array that is its disk, in words; its label alone while nothing has. */
export function diskState(moment: Moment, disk: string, label = 'disk'): { readonly health: Health; readonly word: string } {
  const fields = moment.components.get(disk)
  const state = fields?.get('state')?.value ?? 'working'
  const array = fields?.get('array')?.value ?? 'optimal'
  if (array === 'failed') return { health: 'down', word: `✕ ${label} failed` }
  if (state === 'lost' || state === 'full') return { health: 'down', word: `✕ ${label} ${state}` }
  if (array === 'rebuilding') return { health: 'between', word: `${label} rebuilding, ${textOf(fields?.get('rebuiltPercent')?.value)} %` }
  if (array === 'degraded') return { health: 'between', word: `${label} degraded` }
  return state === 'slow' ? { health: 'between', word: `${label} slow` } : { health: 'up', word: label }
}

const betweenWords = new Set(['starting', 'stopping', 'paused', 'full'])

/** What a box shows at a moment. */
export function stateOf(node: PictureNode, fields: ComponentFields, tracked: readonly string[]): ComponentState {
  const lines = shownFieldsOf(tracked).map(([field, label]) => ({ label, value: textOf(fields.get(field)?.value) }))
  const { health, trouble } = healthOf(fields)
  return { health, trouble, lines, fill: fillOf(node, fields) }
}

function healthOf(fields: ComponentFields): Pick<ComponentState, 'health' | 'trouble'> {
  const words = ['power', 'state'].map((field) => fields.get(field)?.value).filter((word) => typeof word === 'string')
  const down = words.find((word) => downWords.has(word))
  if (down !== undefined) return { health: 'down', trouble: down === 'off' ? 'no power' : down }
  const between = words.find((word) => betweenWords.has(word))
  if (between !== undefined) return { health: 'between', trouble: between }
  return { health: words.length === 0 ? 'unknown' : 'up', trouble: '' }
}

function fillOf(node: PictureNode, fields: ComponentFields): number | undefined {
  const size = fields.get('ChannelSize')?.value
  const capacity = fields.get('ChannelCapacity')?.value ?? node.properties['capacity']
  if (typeof size !== 'number' || typeof capacity !== 'number' || capacity <= 0) return undefined
  return Math.min(1, Math.max(0, size / capacity))
}

function textOf(value: number | string | undefined): string {
  if (value === undefined || value === '') return '–'
  return String(value).replace(/^\[(.*)\]$/, '$1').replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}
