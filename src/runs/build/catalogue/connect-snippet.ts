import { scenarioFiles } from '../scenario-folders.ts'
import type { Snippet } from './catalogue-section.ts'

/** The scenario that snippets of Connect are a difference to: a file's lines, through a topic, into a file. */
export const connectBase = 'connectors/connect-file'

/** Only a struct has a schema whose name can be set; a text becomes one by HoistField. */
const LINE_WITH_SCHEMA = {
  'value.converter': 'org.apache.kafka.connect.storage.StringConverter', transforms: 'hoist,t',
  'transforms.hoist.type': 'org.apache.kafka.connect.transforms.HoistField$Value', 'transforms.hoist.field': 'line',
}

/** Keys of each transformation, below `transforms.t.`, for lines such as {"id":1,"host":"web1","level":"INFO","at":1700000000000,"user":{"name":"ada"}}. */
const transformationKeys: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map([
  ['Cast', { spec: 'id:string' }],
  ['DropHeaders', { headers: 'trace' }],
  ['ExtractField', { field: 'host' }],
  ['Filter', { predicate: 'all', negate: 'true' }],
  ['Flatten', { delimiter: '_' }],
  ['HeaderFrom', { fields: 'host', headers: 'host', operation: 'move' }],
  ['HoistField', { field: 'line' }],
  ['InsertField', { 'offset.field': 'offset', 'topic.field': 'topic' }],
  ['InsertHeader', { header: 'origin', 'value.literal': 'log' }],
  ['MaskField', { fields: 'host', replacement: '***' }],
  ['RegexRouter', { regex: 'logs', replacement: 'lines' }],
  ['ReplaceField', { exclude: 'user', renames: 'at:time' }],
  ['SetSchemaMetadata', { 'schema.name': 'line' }],
  ['TimestampConverter', { field: 'at', 'target.type': 'string', format: 'yyyy-MM-dd HH:mm:ss' }],
  ['TimestampRouter', { 'topic.format': '${topic}-${timestamp}', 'timestamp.format': 'yyyyMMdd' }],
  ['ValueToKey', { fields: 'id' }],
])

/** A sink with one transformation that ships with Kafka; undefined for one whose keys nobody has written down. */
export function transformationSnippet(className: string): Snippet | undefined {
  const name = className.slice(className.lastIndexOf('.') + 1).replace('$', '')
  const keys = transformationKeys.get(name)
  if (keys === undefined) return undefined
  const type = className.endsWith('$') ? `${className}Value` : className
  return changedSink({
    transforms: 't', ...(name === 'SetSchemaMetadata' ? LINE_WITH_SCHEMA : {}), 'transforms.t.type': type, ...prefixed('transforms.t.', keys),
    ...(name === 'Filter' ? predicateKeys('org.apache.kafka.connect.transforms.predicates.TopicNameMatches') : {}),
  })
}

/** A sink that drops what a predicate that ships with Kafka does not hold for. */
export function predicateSnippet(className: string): Snippet {
  const drops = className.endsWith('.TopicNameMatches') ? { 'transforms.t.negate': 'true' } : {}
  return changedSink({ transforms: 't', 'transforms.t.type': 'org.apache.kafka.connect.transforms.Filter', 'transforms.t.predicate': 'all', ...drops, ...predicateKeys(className) })
}

/** The base with another sink. @param changes what its configuration has instead; null takes a key away @param lane changes the scenario's text */
export function changedSink(changes: Readonly<Record<string, string | number | null>>, lane: (scenario: string) => string = (same) => same): Snippet {
  const files = scenarioFiles(connectBase)
  // Our own file, which the engine reads as a connector's JSON.
  const { name, config } = JSON.parse(files['sink.json'] ?? '') as { readonly name: string; readonly config: Readonly<Record<string, unknown>> }
  const merged = Object.fromEntries(Object.entries({ ...config, ...changes }).filter(([, value]) => value !== null))
  return { base: connectBase, files: { ...files, 'sink.json': `${JSON.stringify({ name, config: merged }, null, 2)}\n`, 'scenario.ts': lane(files['scenario.ts'] ?? '') } }
}

function predicateKeys(className: string): Readonly<Record<string, string>> {
  const own = { HasHeaderKey: { name: 'trace' }, TopicNameMatches: { pattern: 'logs' } }[className.slice(className.lastIndexOf('.') + 1)] ?? {}
  return { predicates: 'all', 'predicates.all.type': className, ...prefixed('predicates.all.', own) }
}

function prefixed(prefix: string, keys: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(keys).map(([key, value]) => [prefix + key, value]))
}
