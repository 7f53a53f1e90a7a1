import type { FlumePlan, TierPlan } from './plan.ts'

/** An agent of a plan, with its place. */
export interface AgentText {
  readonly name: string
  readonly host: string
  readonly conf: string
}

const port = 4141
const storePort = 4545

const sourceLines: Readonly<Record<FlumePlan['source'], readonly string[]>> = {
  avro: ['type = avro', 'bind = 0.0.0.0', `port = ${port}`],
  netcat: ['type = netcat', 'bind = 0.0.0.0', `port = ${port}`],
  syslogtcp: ['type = syslogtcp', 'host = 0.0.0.0', `port = ${port}`],
  syslogudp: ['type = syslogudp', 'host = 0.0.0.0', `port = ${port}`],
  http: ['type = http', 'bind = 0.0.0.0', `port = ${port}`],
  TAILDIR: ['type = TAILDIR', 'filegroups = f', 'filegroups.f = /var/log/app.log', 'positionFile = /flume/position.json', 'batchSize = 20'],
  spooldir: ['type = spooldir', 'spoolDir = /var/spool/in', 'batchSize = 20'],
  exec: ['type = exec', 'command = tail -F /var/log/app.log'],
}

/** Names of the agents of a tier: two where the tier before hands on to two. */
function namesOf(plan: FlumePlan, tier: number): readonly string[] {
  const before = plan.tiers[tier - 1]
  return before === undefined || before.fan === 'one' ? [`t${tier}a`] : [`t${tier}a`, `t${tier}b`]
}

/** The agents of a plan, first tier first. */
export function agentTexts(plan: FlumePlan): readonly AgentText[] {
  return plan.tiers.flatMap((tier, index) => {
    const next = index + 1 < plan.tiers.length ? namesOf(plan, index + 1).map((name) => `host-${name}`) : ['archive']
    return namesOf(plan, index).map((name) => ({ name, host: `host-${name}`, conf: confOf(name, index === 0 ? plan.source : 'avro', tier, next) }))
  })
}

function confOf(name: string, source: FlumePlan['source'], tier: TierPlan, targets: readonly string[]): string {
  const copies = tier.fan === 'replicating' || tier.fan === 'optional'
  const channels = copies ? ['c1', 'c2'] : ['c1']
  const sinks = tier.fan === 'one' ? ['k1'] : ['k1', 'k2']
  const lines = [
    `sources = r1`, `channels = ${channels.join(' ')}`, `sinks = ${sinks.join(' ')}`,
    ...sourceLines[source].map((line) => `sources.r1.${line}`), `sources.r1.channels = ${channels.join(' ')}`,
    ...(tier.fan === 'optional' ? ['sources.r1.selector.optional = c2'] : []),
    ...channels.flatMap((channel) => channelLines(channel, tier)),
    ...sinks.flatMap((sink, index) => [
      `sinks.${sink}.type = avro`, `sinks.${sink}.hostname = ${targets[index % targets.length] ?? ''}`, `sinks.${sink}.port = ${targets[0] === 'archive' ? storePort : port}`,
      `sinks.${sink}.batch-size = ${Math.min(tier.batchSize, tier.channel.transactionCapacity, Math.floor(tier.channel.capacity / 2))}`, `sinks.${sink}.channel = ${copies ? channels[index] ?? 'c1' : 'c1'}`,
    ]),
    ...(tier.fan === 'failover' || tier.fan === 'load_balance' ? groupLines(tier.fan) : []),
  ]
  return `${lines.map((line) => `${name}.${line}`).join('\n')}\n`
}

function channelLines(name: string, { channel: { type, capacity, transactionCapacity } }: TierPlan): readonly string[] {
  const directories = [`channels.${name}.checkpointDir = /flume/${name}/checkpoint`, `channels.${name}.dataDirs = /flume/${name}/data`]
  const most = type === 'SPILLABLEMEMORY' ? Math.floor(capacity / 2) : capacity
  const common = [`channels.${name}.type = ${type}`, `channels.${name}.transactionCapacity = ${Math.min(transactionCapacity, most)}`]
  if (type === 'memory') return [...common, `channels.${name}.capacity = ${capacity}`]
  if (type === 'file') return [...common, ...directories, `channels.${name}.capacity = ${capacity}`]
  return [...common, ...directories, `channels.${name}.memoryCapacity = ${Math.floor(capacity / 2)}`, `channels.${name}.overflowCapacity = ${Math.ceil(capacity / 2)}`]
}

const groupLines = (processor: 'failover' | 'load_balance'): readonly string[] => [
  'sinkgroups = g1', 'sinkgroups.g1.sinks = k1 k2', `sinkgroups.g1.processor.type = ${processor}`,
  ...(processor === 'failover' ? ['sinkgroups.g1.processor.priority.k1 = 5', 'sinkgroups.g1.processor.priority.k2 = 10'] : []),
]
