import { atKey, atValue, type AgentProperty, type LintContext, type LintFinding } from './lint-finding.ts'
import type { LoadedChannel, LoadedSource } from './loaded.ts'

/** Sources that drop what the channel does not take, because their clients do not repeat. */
const DROPPING_SOURCES = [
  'ExecSource',
  'NetcatSource',
  'NetcatUdpSource',
  'SyslogTcpSource',
  'SyslogUDPSource',
  'MultiportSyslogTCPSource',
]

/** What the components that survived loading do with events: queues that nobody empties, splits, and settings that lose data. */
export function checkTopology(context: LintContext): LintFinding[] {
  const { loaded } = context
  return [
    ...loaded.channels.flatMap((channel) => checkChannel(channel, context)),
    ...loaded.sources.flatMap((source) => checkSource(source, context)),
    ...httpSinks(context),
    ...ignoredLoggerSettings(context),
  ]
}

function checkChannel(channel: LoadedChannel, context: LintContext): LintFinding[] {
  const { loaded } = context
  const property = find(context, `channels.${channel.name}.type`)
  if (property === undefined) return []
  const simpleName = simple(channel.className)
  const sinks = loaded.sinks.filter((sink) => sink.channel === channel.name).map(({ name }) => name)
  const grouped = loaded.groups.some((group) => sinks.every((sink) => group.sinks.includes(sink)))
  const hasSource = loaded.sources.some(({ channels }) => channels.includes(channel.name))
  const findings: LintFinding[] = []
  const isKafka = simpleName === 'KafkaChannel'
  if (sinks.length === 0 && !isKafka) {
    const message = `No sink takes events from ${channel.name}: it fills up, and then its sources are refused.`
    findings.push(atValue(property, { severity: 'warning', message }))
  }
  if (!hasSource && !isKafka) {
    const message = `No source puts events into ${channel.name}: its sinks read nothing.`
    findings.push(atValue(property, { severity: 'warning', message }))
  }
  if (sinks.length > 1 && !grouped) {
    const message = `${sinks.join(' and ')} share ${channel.name}: each event goes to one of them, not to all. For copies use one channel per sink.`
    findings.push(atValue(property, { severity: 'warning', message }))
  }
  if (simpleName === 'MemoryChannel' || simpleName === 'SpillableMemoryChannel') {
    const message = `What ${channel.name} holds in memory is lost whenever the agent ends, by SIGTERM too.`
    findings.push(atValue(property, { severity: 'info', message }))
  }
  return findings
}

function checkSource(source: LoadedSource, context: LintContext): LintFinding[] {
  const type = find(context, `sources.${source.name}.type`)
  if (type === undefined) return []
  return [...checkSelector(source, context, type), ...checkLoss(source, type)]
}

function checkSelector(source: LoadedSource, context: LintContext, type: AgentProperty): LintFinding[] {
  const { selector, name } = source
  const at = find(context, `sources.${name}.selector.type`) ?? type
  if (
    selector.className.endsWith('MultiplexingChannelSelector') &&
    'default' in selector &&
    selector.default.length === 0
  ) {
    const message = `The selector of ${name} has no default: an event that matches no mapping is discarded, and the client is told that all is well.`
    return [atValue(at, { severity: 'warning', message })]
  }
  if ('required' in selector && selector.optional.includes(null)) {
    const optional = find(context, `sources.${name}.selector.optional`) ?? at
    const message = `An optional channel of ${name} is not among its channels: every batch fails after the required channels have taken it, and is sent again.`
    return [atValue(optional, { severity: 'error', message })]
  }
  return []
}

function checkLoss(source: LoadedSource, type: AgentProperty): LintFinding[] {
  const simpleName = simple(source.className)
  if (!DROPPING_SOURCES.includes(simpleName)) return []
  if (simpleName === 'ExecSource' && source.settings['restart'] === false) {
    const message = `When a channel of ${source.name} is full, the command is killed and with restart = false never run again: the source stays dead.`
    return [atValue(type, { severity: 'warning', message })]
  }
  return [
    atValue(type, { severity: 'info', message: `What arrives at ${source.name} while a channel is full is dropped.` }),
  ]
}

function httpSinks(context: LintContext): LintFinding[] {
  return context.loaded.sinks.flatMap((sink) => {
    const type = find(context, `sinks.${sink.name}.type`)
    if (simple(sink.className) !== 'HttpSink' || type === undefined) return []
    if (
      sink.settings['defaultRollback'] === false ||
      ['rollback.200', 'rollback.2XX'].some((key) => sink.properties.has(key))
    )
      return []
    const message = `${sink.name} rolls back on every status, 200 too: it posts the first event again for ever. Set rollback.200 = false.`
    return [atValue(type, { severity: 'error', message })]
  })
}

function ignoredLoggerSettings(context: LintContext): LintFinding[] {
  return context.loaded.sinks.flatMap((sink) => {
    const property = find(context, `sinks.${sink.name}.maxBytesToLog`)
    if (simple(sink.className) !== 'LoggerSink' || property === undefined) return []
    return [
      atKey(property, { severity: 'warning', message: 'A logger sink never reads its settings: it logs 16 bytes.' }),
    ]
  })
}

function find({ properties }: LintContext, key: string): AgentProperty | undefined {
  return properties.findLast((property) => property.key === key)
}

function simple(className: string): string {
  return className.slice(className.lastIndexOf('.') + 1)
}
