import type { ComponentKind } from '../../flume/conf/component-type.ts'
import { findType } from '../../flume/conf/registry.ts'
import { parseCommand } from '../../flume/sources/exec/command.ts'
import { isClassName, type ListedComponent } from './listed-components.ts'

/** A component that something simulated takes the place of, for a run. */
export interface StandIn {
  readonly kind: ComponentKind
  readonly name: string
  readonly line: number
  /** What stands in for what, and what of the component is not shown. */
  readonly sentence: string
  /** New settings in the component's place, names without its prefix; those that begin with a word of `keeps` stay as written. */
  readonly settings: ReadonlyMap<string, string>
  readonly keeps: readonly string[]
}

/** A way to stand in: for components of these classes, or that it takes by another look. */
interface Rule {
  readonly kind: ComponentKind
  readonly takes: (component: ListedComponent) => boolean
  readonly settings: (component: ListedComponent, number: number) => Readonly<Record<string, string>>
  readonly says: (component: ListedComponent) => string
}

/** The port of every store that a sink writes to. */
export const storePort = 4545
const firstSourcePort = 14_141
/** Events that a source that makes its own makes in a run, when the file sets no smaller number: a modelling choice. */
const ownEventsMax = 10_000
const ownClass = (component: ListedComponent): boolean => isClassName(component.type) && findType(component.kind, component.className) === undefined
const ofClass = (...names: readonly string[]) => (component: ListedComponent): boolean => names.some((name) => component.className === `org.apache.flume.${name}`)

/** The keys by which sinks set how many events they take at once, and what they take without. */
const batchKeys: readonly (readonly [className: RegExp, key: string, without: string])[] = [
  [/HDFSEventSink$/, 'hdfs.batchSize', '100'],
  [/HiveSink$/, 'batchSize', '15000'],
  [/ThriftSink$/, 'batch-size', '100'],
  [/(?:Http|IRC)Sink$/, '', '1'],
  [/./, 'batchSize', '100'],
]

function batchOf({ className, settings }: Pick<ListedComponent, 'className' | 'settings'>): string {
  const [, key, without] = batchKeys.find(([pattern]) => pattern.test(className)) ?? [/./, '', '100']
  const written = settings.get(key) ?? settings.get('batch-size') ?? ''
  return /^[1-9]\d*$/.test(written.trim()) ? written.trim() : without
}

/** An avro sink shows what a batch, a transaction and a store that answers do to events, whatever the store is. */
const storeSettings = (component: ListedComponent): Readonly<Record<string, string>> => ({
  'type': 'avro', 'hostname': 'store', 'port': String(storePort), 'batch-size': batchOf(component),
})
const asStore = (component: ListedComponent, what: string, unseen: string): string =>
  `The ${what} sink ${component.name} stands in as an avro sink that gives batches of ${batchOf(component)} to a store and waits for its answer; ${unseen} not shown.`

const tailSettings = ({ name }: ListedComponent): Readonly<Record<string, string>> => ({ type: 'exec', command: `tail -F /var/log/${name.replaceAll(/[^\w-]/g, '-')}.log` })
const rpcSettings = (_component: ListedComponent, number: number): Readonly<Record<string, string>> => ({ type: 'avro', bind: '0.0.0.0', port: String(firstSourcePort + number) })
const readsFiles = ({ className }: ListedComponent): boolean => /tail|exec|file|dir/i.test(className.slice(className.lastIndexOf('.') + 1))

/** A sink that never comes so far as to write a file shows that by itself, on any file system. */
const localFiles: Rule = {
  kind: 'sink',
  takes: ofClass('sink.hdfs.HDFSEventSink'),
  settings: ({ settings }) => ({ 'type': 'hdfs', 'hdfs.path': `file:///hdfs/${(settings.get('hdfs.path') ?? '').replace(/^\w+:\/\/[^/]*/, '').replace(/^\/+/, '')}`, 'hdfs.fileType': 'DataStream', 'hdfs.batchSize': batchOf({ className: 'HDFSEventSink', settings }) }),
  says: ({ name }) => `The hdfs sink ${name} writes to the machine's own files here. It does not come so far: its path needs the header timestamp, which its events lack.`,
}

/** Where a store has to have a pace, which a cluster has not. */
const pacedStore: Rule = {
  kind: 'sink', takes: ofClass('sink.hdfs.HDFSEventSink'), settings: storeSettings,
  says: (sink) => asStore(sink, 'hdfs', 'its files and when they roll are'),
}

const rules: readonly Rule[] = [
  {
    kind: 'sink', takes: (sink) => ofClass('sink.hdfs.HDFSEventSink')(sink) && !isSimulatedFileSystem(sink), settings: storeSettings,
    says: (sink) => asStore(sink, 'hdfs', 'its file system, its files and when they roll are'),
  },
  {
    kind: 'sink', takes: ofClass('sink.hbase.HBaseSink', 'sink.hbase.AsyncHBaseSink', 'sink.hbase2.HBase2Sink'), settings: storeSettings,
    says: (sink) => asStore(sink, sink.type, 'tables, regions and serializers are'),
  },
  {
    kind: 'sink', takes: ofClass('sink.hive.HiveSink', 'sink.elasticsearch.ElasticSearchSink', 'sink.http.HttpSink', 'sink.ThriftSink', 'sink.irc.IRCSink', 'sink.solr.morphline.MorphlineSolrSink', 'sink.solr.morphline.MorphlineSink'), settings: storeSettings,
    says: (sink) => asStore(sink, sink.type, 'what it makes of an event, and answers by which it would give one up, are'),
  },
  {
    kind: 'sink', takes: ownClass, settings: storeSettings,
    says: (sink) => asStore(sink, shortClass(sink), 'its class does not come with Flume 1.11, so that what else it does is'),
  },
  {
    kind: 'source', takes: (source) => ofClass('source.ExecSource')(source) && !isSimulatedCommand(source), settings: tailSettings,
    says: (source) => `The command of the exec source ${source.name} stands in as tail -F of a log file: what it prints is not known here, and nobody tells it of a full channel either.`,
  },
  {
    kind: 'source', takes: (source) => ofClass('source.SequenceGeneratorSource')(source) && !(Number(source.settings.get('totalEvents') ?? Infinity) <= ownEventsMax),
    settings: () => ({ type: 'seq', totalEvents: String(ownEventsMax) }),
    says: (source) => `The seq source ${source.name} ends after ${ownEventsMax} events here; in reality it goes on as fast as its channel lets it.`,
  },
  {
    kind: 'source', takes: (source) => ownClass(source) && readsFiles(source), settings: tailSettings,
    says: (source) => `The source ${source.name} (${shortClass(source)}) stands in as an exec source with tail -F: its class does not come with Flume 1.11, and its name says that it reads files or a command.`,
  },
  {
    kind: 'source', takes: ownClass, settings: rpcSettings,
    says: (source) => `The source ${source.name} (${shortClass(source)}) stands in as an avro source whose sender hears of a refusal: its class does not come with Flume 1.11.`,
  },
  {
    kind: 'source', takes: ofClass('source.StressSource', 'source.twitter.TwitterSource', 'source.jms.JMSSource', 'source.ThriftSource', 'source.scribe.ScribeSource', 'source.avroLegacy.AvroLegacySource', 'source.thriftLegacy.ThriftLegacySource'),
    settings: rpcSettings,
    says: (source) => `The ${source.type} source ${source.name} stands in as an avro source whose sender hears of a refusal; its own protocol is not shown.`,
  },
  {
    kind: 'channel', takes: ofClass('channel.jdbc.JdbcChannel'), settings: () => ({ type: 'file' }),
    says: (channel) => `The jdbc channel ${channel.name} stands in as a file channel: both keep what they hold over a crash; its database is not shown.`,
  },
  {
    kind: 'channel', takes: (channel) => ownClass(channel) || ofClass('channel.PseudoTxnMemoryChannel')(channel), settings: ({ settings }) => ({ type: 'memory', ...onlyNumbers(settings, ['capacity', 'transactionCapacity']) }),
    says: (channel) => `The channel ${channel.name} (${shortClass(channel)}) stands in as a memory channel; its own class is not simulated.`,
  },
]

/**
 * What stands in for a component that a run here cannot have; undefined when it can, or when nothing is like it.
 * @param isTimeless whether it puts events into directories by a time that they lack
 * @param isPaced whether what it writes to has to have a pace
 */
export function standInFor(component: ListedComponent, number: number, isTimeless: boolean, isPaced: boolean): StandIn | undefined {
  const own = isTimeless ? [localFiles] : isPaced && !(component.settings.get('hdfs.path') ?? '').startsWith('file:/') ? [pacedStore, ...rules] : rules
  const rule = own.find(({ kind, takes }) => kind === component.kind && takes(component))
  if (rule === undefined) return undefined
  const keeps = component.kind === 'source' ? ['channels', 'selector.', 'interceptors', 'interceptors.'] : component.kind === 'sink' ? ['channel'] : []
  const { kind, name, line } = component
  return { kind, name, line, sentence: rule.says(component), settings: new Map(Object.entries(rule.settings(component, number))), keeps }
}

/** Whether an hdfs sink writes to HDFS or to files of its machine; paths without a scheme go to the cluster's default file system. */
function isSimulatedFileSystem({ settings }: ListedComponent): boolean {
  const codec = settings.get('hdfs.codeC')?.trim() ?? 'none'
  return /^(?:hdfs:|file:\/|\/)/.test((settings.get('hdfs.path') ?? '').trim()) && /^(?:none|(?:[\w.]+\.)?(?:gzip|bzip2|default|deflate)(?:codec)?)$/i.test(codec)
}

function isSimulatedCommand({ settings }: ListedComponent): boolean {
  const parsed = parseCommand(settings.get('command') ?? '')
  return parsed !== undefined && ('path' in parsed ? parsed.path.startsWith('/') : true)
}

function shortClass({ className }: ListedComponent): string {
  return className.replace(/\$Builder$/, '').slice(className.lastIndexOf('.') + 1)
}

function onlyNumbers(settings: ReadonlyMap<string, string>, keys: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.flatMap((key) => (/^\d+$/.test(settings.get(key) ?? '') ? [[key, settings.get(key) ?? '']] : [])))
}
