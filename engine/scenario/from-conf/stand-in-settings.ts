import { isFlumeInterceptor } from '../../flume/conf/interceptors.ts'
import { isClassName, type ListedComponent } from './listed-components.ts'

/** Settings of a component that stays, replaced for a run: null takes a key out. */
export interface ReplacedSettings {
  readonly kind: ListedComponent['kind']
  readonly name: string
  readonly line: number
  /** What is replaced and what that leaves out; undefined when it only names the machines of the run. */
  readonly sentence: string | undefined
  readonly settings: ReadonlyMap<string, string | null>
}

/** Brokers of a run's cluster, as a client's configuration names them. */
const bootstrapServers = 'broker-1:9092,broker-2:9092,broker-3:9092'
/** The machine of a run's name node, as `hdfs.path` names it. */
const nameNode = 'namenode'
const noTopic = /[^\w.-]/

/** What of the settings of a component that stays is replaced. */
export function replacedSettings(component: ListedComponent): readonly ReplacedSettings[] {
  const replaced = (settings: readonly (readonly [string, string | null])[], sentence?: string): ReplacedSettings => {
    const { kind, name, line } = component
    return { kind, name, line, sentence, settings: new Map(settings) }
  }
  return [...leftOutInterceptors(component, replaced), ...otherSelector(component, replaced), ...fileSettings(component, replaced), ...kafkaSettings(component, replaced), ...security(component, replaced)]
}

type Replace = (settings: readonly (readonly [string, string | null])[], sentence?: string) => ReplacedSettings

function leftOutInterceptors({ kind, name, settings }: ListedComponent, replaced: Replace): ReplacedSettings[] {
  const names = (settings.get('interceptors') ?? '').split(/\s+/).filter((one) => one !== '')
  const foreign = names.filter((one) => {
    const type = settings.get(`interceptors.${one}.type`)?.trim() ?? ''
    return isClassName(type) && (!isFlumeInterceptor(type) || /Morphline/.test(type))
  })
  if (kind !== 'source' || foreign.length === 0) return []
  const kept = names.filter((one) => !foreign.includes(one)).join(' ')
  const own = [...settings.keys()].filter((key) => foreign.some((one) => key.startsWith(`interceptors.${one}.`)))
  const sentence = `The ${foreign.length === 1 ? 'interceptor' : 'interceptors'} ${foreign.join(', ')} of ${name} ${foreign.length === 1 ? 'is' : 'are'} left out: ${foreign.length === 1 ? 'its class does' : 'their classes do'} not come with Flume 1.11, or cannot be run here. What it filters, changes or sets is not shown.`
  return [replaced([['interceptors', kept === '' ? null : kept], ...own.map((key) => [key, null] as const)], sentence)]
}

function otherSelector({ kind, name, settings }: ListedComponent, replaced: Replace): ReplacedSettings[] {
  const type = settings.get('selector.type')?.trim() ?? ''
  if (kind !== 'source' || !isClassName(type) || type.startsWith('org.apache.flume.channel.')) return []
  return [replaced([['selector.type', 'replicating']], `The selector of ${name} stands in as a replicating one: its class ${type} does not come with Flume 1.11.`)]
}

function fileSettings({ className, name, settings }: ListedComponent, replaced: Replace): ReplacedSettings[] {
  const deserializer = settings.get('deserializer')?.trim() ?? 'LINE'
  if (className === 'org.apache.flume.source.SpoolDirectorySource' && deserializer.toUpperCase() !== 'LINE') {
    const own = [...settings.keys()].filter((key) => key === 'deserializer' || key.startsWith('deserializer.'))
    return [replaced(own.map((key) => [key, null] as const), `The deserializer ${deserializer} of ${name} stands in as LINE: an event is a line of a file.`)]
  }
  const serializer = settings.get('sink.serializer')?.trim() ?? 'TEXT'
  if (className === 'org.apache.flume.sink.RollingFileSink' && !/^(?:TEXT|HEADER_AND_TEXT)$/i.test(serializer)) {
    return [replaced([['sink.serializer', null]], `The serializer ${serializer} of ${name} stands in as TEXT; what the files look like is not shown.`)]
  }
  return className === 'org.apache.flume.sink.hdfs.HDFSEventSink' ? hdfsSettings({ name, settings }, replaced) : []
}

/** The cluster of the run in place of the reader's, and text in place of what a serializer would write. */
function hdfsSettings({ name, settings }: Pick<ListedComponent, 'name' | 'settings'>, replaced: Replace): ReplacedSettings[] {
  const path = (settings.get('hdfs.path') ?? '').trim()
  const isLocal = path.startsWith('file:/')
  const moved = isLocal ? [] : [replaced([['hdfs.path', `hdfs://${nameNode}/${path.replace(/^hdfs:(?:\/\/[^/]*)?/, '').replace(/^\/+/, '')}`]])]
  const serializer = settings.get('serializer')?.trim() ?? 'TEXT'
  if (/^(?:TEXT|HEADER_AND_TEXT)$/i.test(serializer)) return moved
  const own = [...settings.keys()].filter((key) => key === 'serializer' || key.startsWith('serializer.'))
  return [...moved, replaced(own.map((key) => [key, null] as const), `The serializer ${serializer} of ${name} stands in as TEXT; what the files look like is not shown.`)]
}

function kafkaSettings({ className, name, settings }: ListedComponent, replaced: Replace): ReplacedSettings[] {
  if (!/^org\.apache\.flume\.(?:sink|source|channel)\.kafka\./.test(className)) return []
  const servers = ['kafka.bootstrap.servers', 'brokerList', 'bootstrap.servers'].find((key) => settings.has(key))
  const named = servers === undefined ? [] : [replaced([[servers, bootstrapServers]])]
  const pattern = settings.get('kafka.topics.regex')
  if (pattern !== undefined) return [...named, replaced([['kafka.topics.regex', null], ['kafka.topics', 'events']], `${name} reads one topic, events, in place of those that ${pattern} names.`)]
  const topic = settings.get('kafka.topic') ?? settings.get('topic')
  const key = settings.has('kafka.topic') ? 'kafka.topic' : 'topic'
  return topic === undefined || !noTopic.test(topic.trim()) ? named : [...named, replaced([[key, 'events']], `${name} writes to one topic, events, in place of ${topic}.`)]
}

/** Settings about who may connect and who can read along: checked by Flume, and without effect on what becomes of an event. */
const securityKey = /^(?:ssl$|keystore|truststore|trust-all-certs|exclude-protocols|include-protocols|exclude-cipher-suites|include-cipher-suites|kafka\.(?:producer|consumer)\.(?:security\.protocol|ssl\.|sasl\.|interceptor\.classes|key\.serializer|value\.serializer|key\.deserializer|value\.deserializer|partitioner\.class)|client\.keytab|kerberos|kafka\.kerberos|agent-principal|agent-keytab|ipFilter|hdfs\.kerberos|hdfs\.proxyUser)/i

function security({ name, settings }: ListedComponent, replaced: Replace): ReplacedSettings[] {
  const keys = [...settings.keys()].filter(isSecurityKey)
  if (keys.length === 0) return []
  return [replaced(keys.map((key) => [key, null] as const), `Left out for ${name}, since machines here trust each other and the classes are the usual ones: ${keys.join(', ')}.`)]
}

/** Whether a setting is about who may connect and who can read along. */
export function isSecurityKey(key: string): boolean {
  return securityKey.test(key)
}
