import { agentTexts } from './flume-text.ts'
import type { ActionPlan, FlumePlan, GroupPlan, KafkaPlan, Plan } from './plan.ts'

/** A scenario as files, as a reader would have it. */
export interface ScenarioText {
  readonly text: string
  readonly files: Readonly<Record<string, string>>
}

/** Virtual seconds of a fuzzed run: faults end by 52 s, and what follows is time to recover. */
const seconds = 90

/** An operator's change that the real system, or the state of what it is made to, refuses is no defect; any other error is. */
const edit = [
  '  const edit = async (change) => {',
  '    try { await change() } catch (error) {',
  '      if (!/does not run at this moment|the new text is the same|InvalidPartitionsException|Timed out waiting for a node assignment/.test(String(error))) throw error',
  '    }',
  '  }',
]

/** The scenario that a plan stands for: it can be saved and opened in the playground. */
export function scenarioOf(plan: Plan): ScenarioText {
  const { side } = plan
  const agents = side.system === 'flume' ? agentTexts(side) : []
  const files = Object.fromEntries(agents.map(({ name, conf }) => [`${name}.conf`, conf]))
  const text = [
    "import { load, scenario } from 'kafka-vs-flume'",
    ...agents.map(({ name }) => `import ${name} from './${name}.conf'`),
    '',
    `export default scenario({ seed: ${plan.seed}, duration: '${seconds}s' }, ({ lane, at }) => {`,
    `  const events = load.steady({ name: 'events', perSecond: ${plan.perSecond}, bytes: 100, from: '8s', for: '${Math.round(1000 * plan.records / plan.perSecond)}ms' })`,
    '  const processes = []',
    '  const consumers = []',
    '  const agents = []',
    ...(plan.actions.some(({ kind }) => kind === 'edit') ? edit : []),
    ...(side.system === 'flume' ? flumeLines(side) : kafkaLines(side)),
    '  const hosts = [...new Map([...processes.map(({ host }) => host), side.host(\'archive\')].map((host) => [host.name, host])).values()]',
    ...plan.actions.filter((action) => isPossible(action, side)).flatMap(actionLines),
    '})',
    '',
  ].join('\n')
  return { text, files }
}

function flumeLines(side: FlumePlan): readonly string[] {
  const agents = agentTexts(side)
  const last = side.tiers[side.tiers.length - 1]
  const sinks = last?.fan === 'one' ? ['k1'] : ['k1', 'k2']
  const lastTier = `t${side.tiers.length - 1}`
  return [
    "  const side = lane('Flume', ({ host, agent, store }) => {",
    "    const archive = store('archive')",
    ...agents.flatMap(({ name, host }) => [
      `    const ${name}Agent = agent('${name}', { conf: ${name}, on: host('${host}') })`,
      `    processes.push(${name}Agent)`, `    agents.push(${name}Agent)`,
      ...(name.startsWith(lastTier) ? sinks.map((sink) => `    ${name}Agent.sink('${sink}').writes(archive)`) : []),
    ]),
    "    t0aAgent.source('r1').receives(events)",
    '  })',
  ]
}

function kafkaLines(side: KafkaPlan): readonly string[] {
  const racks = side.racks === 0 ? '' : `, rack: [${Array.from({ length: side.racks }, (_, index) => `'rack-${index}'`).join(', ')}]`
  const raid = side.raid === undefined ? '' : `, raid: { level: ${side.raid}, disks: ${side.raid === 5 ? 3 : 2} }`
  return [
    "  const side = lane('Kafka', ({ cluster, store }) => {",
    `    const kafka = cluster({ brokers: ${side.brokers}, controllers: ${typeof side.controllers === 'number' ? side.controllers : `'${side.controllers}'`}${racks}${raid}, 'offsets.topic.replication.factor': ${Math.min(3, side.brokers)}, 'offsets.topic.num.partitions': 3, 'unclean.leader.election.enable': ${side.isUncleanAllowed} })`,
    `    kafka.topic('t', { partitions: ${side.partitions}, replicationFactor: ${side.replicationFactor}, 'min.insync.replicas': ${side.minInsyncReplicas}${side.flushesEachMessage ? ", 'flush.messages': 1" : ''} })`,
    `    processes.push(...kafka.brokers, kafka.producer({ acks: '${side.acks}', 'enable.idempotence': ${side.isIdempotent}, 'linger.ms': ${side.lingerMs} }).sends(events, { topic: 't' }))`,
    ...side.groups.flatMap(groupLines),
    '    processes.push(...consumers)',
    '  })',
  ]
}

function groupLines(group: GroupPlan, index: number): readonly string[] {
  const how = group.protocol === 'consumer' ? "'group.protocol': 'consumer'" : `'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.${group.protocol}'`
  return [
    `    const store${index} = store('store-${index}')`,
    ...Array.from({ length: group.members }, (_, member) => {
      const identity = group.isStatic ? `, 'group.instance.id': 'i${member}'` : ''
      return `    consumers.push(kafka.consumer({ groupId: 'g${index}', 'auto.offset.reset': 'earliest', ${how}${identity} }).subscribes('t').writes(store${index}))`
    }),
  ]
}

/** Whether an edit is one of this plan's system, and not one that the real system refuses for the protocol in use. */
function isPossible(action: ActionPlan, side: FlumePlan | KafkaPlan): boolean {
  if (action.kind !== 'edit') return true
  if (action.call.startsWith('agents')) return side.system === 'flume'
  return side.system === 'kafka' && (!action.call.includes("groupId: 'g0'") || side.groups[0]?.protocol === 'RangeAssignor')
}

function actionLines(action: ActionPlan): readonly string[] {
  const at = `  at('${action.atMs}ms', () => { `
  if (action.kind === 'process') return [`${at}processes[${action.whom} % processes.length].${action.call} })`]
  if (action.kind === 'host') return [`${at}hosts[${action.whom} % hosts.length].${action.call} })`]
  if (action.kind === 'edit') return [`  at('${action.atMs}ms', () => edit(() => ${action.call}))`]
  return [`  if (${action.whom} % hosts.length !== ${action.other} % hosts.length) at('${action.atMs}ms', () => { side.link(hosts[${action.whom} % hosts.length], hosts[${action.other} % hosts.length]).${action.call} })`]
}
