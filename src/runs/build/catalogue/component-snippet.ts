import { COMPONENT_TYPES } from '../../../../engine/flume/conf/registry.ts'
import type { ScenarioFiles } from '../../../playground/link/file-change.ts'
import { channelSettings, sinkSettings, sourceSettings, type ComponentSettings } from './component-settings.ts'

/** The scenario that snippets are a difference to: an Avro source, a memory channel, an Avro sink. */
export const snippetBase = 'connectors/one-component'

const plain = {
  source: 'org.apache.flume.source.AvroSource',
  channel: 'org.apache.flume.channel.MemoryChannel',
  sink: 'org.apache.flume.sink.AvroSink',
} as const
type Kind = keyof typeof plain
const settingsOf = { source: sourceSettings, channel: channelSettings, sink: sinkSettings } as const
const names = { source: 'r1', channel: 'c1', sink: 'k1' } as const

/** The files of a small scenario around one component; undefined for one that cannot be run here, or needs what nobody has written down. */
export function componentSnippet(kind: Kind, className: string): ScenarioFiles | undefined {
  if (!settingsOf[kind].has(className)) return undefined
  const classOf = (part: Kind): string => (part === kind ? className : plain[part])
  const parts = (['source', 'channel', 'sink'] as const).map((part) => ({ kind: part, className: classOf(part), settings: settingsOf[part].get(classOf(part)) ?? { keys: {} } }))
  return { 'flume.conf': confText(parts), 'scenario.ts': scenarioText(parts) }
}

interface Part {
  readonly kind: Kind
  readonly className: string
  readonly settings: ComponentSettings
}

function confText(parts: readonly Part[]): string {
  const sections = parts.map(({ kind, className, settings }) => {
    const of = `a1.${kind}s.${names[kind]}`
    const type = COMPONENT_TYPES.find((known) => known.className === className)?.alias?.toLowerCase() ?? className
    const wiring = { source: ['channels = c1'], channel: [], sink: ['channel = c1'] }[kind]
    return [`type = ${type}`, ...Object.entries(settings.keys).map(([key, value]) => `${key} = ${value}`), ...wiring].map((line) => `${of}.${line}\n`).join('')
  })
  return `# One source, one channel, one sink.\na1.sources = r1\na1.channels = c1\na1.sinks = k1\n\n${sections.join('\n')}`
}

function scenarioText(parts: readonly Part[]): string {
  const [source, , sink] = parts.map(({ settings }) => settings)
  const arrivals = source?.arrivals ?? 'outside'
  const kit = [...new Set(['host', 'agent', ...parts.flatMap(({ settings: { kit: word } }) => (word === undefined ? [] : [word]))])].join(', ')
  const chain = [
    "    agent('a1', { conf, on: host('collector') })",
    ...(arrivals === 'outside' ? ["      .source('r1').receives(events)"] : []),
    ...(sink?.hasStore === true ? ["      .sink('k1').writes(store('archive'))"] : []),
  ]
  return [
    '// Connectors: one source, one channel, one sink.',
    '// What the snippets of the catalogue begin with; each of them changes one component.',
    `import { ${arrivals === 'itself' ? '' : 'load, '}scenario } from 'kafka-vs-flume'`,
    "import conf from './flume.conf'",
    '',
    `export default scenario({ seed: 7, duration: '60s' }, ({ ${arrivals === 'itself' ? '' : 'param, '}lane, expect }) => {`,
    ...(arrivals === 'itself' ? [] : [
      "  const rate = param('rate', 50, { min: 10, max: 200, unit: 'events/s' })",
      "  const events = load.steady({ name: 'events', perSecond: rate, bytes: 100, from: '15s', for: '10s' })",
      '',
    ]),
    `  const flume = lane('Flume', ({ ${kit} }) => {`,
    ...parts.flatMap(({ settings }) => settings.before ?? []).map((line) => `    ${line}`),
    ...chain,
    '  })',
    '',
    '  expect(flume.offered).toBeGreaterThan(0)',
    '  expect(flume.delivered).toBe(flume.offered)',
    '})',
    '',
  ].join('\n')
}
