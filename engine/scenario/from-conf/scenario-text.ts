import { arrivalsAt } from './outside-world.ts'
import { faultAfterSeconds, loadFromSeconds, type AgentInWorld, type ReportCase } from './report-cases.ts'
import { storeOf } from './runnable-conf.ts'
import { channelTopics, storeSinks, type Ending, type Inflow } from './ways.ts'

/** The name of the file that a made scenario imports. */
export const confFile = 'flume.conf'
const machine = 'flume'
/** What a record takes in a Produce request beside its value, about: for the quota of a slow cluster. */
const recordOverheadBytes = 12
const brokers = 3

/** A scenario, as TypeScript, in which a case of the report happens to an agent. */
export function scenarioText(of: AgentInWorld, report: ReportCase): string {
  const faults = faultLines(of, report)
  return [
    '// Your flume.conf.',
    `// ${report.title}. Made from the file and from what was said of the world around it.`,
    "import { load, scenario } from 'kafka-vs-flume'",
    `import conf from './${confFile}'`,
    '',
    `export default scenario({ seed: 7, duration: '${report.durationSeconds}s' }, ({ ${kitWords(of, report)} }) => {`,
    ...of.inflows.flatMap((inflow, index) => (inflow.kind === 'itself' ? [] : loadLines(of, report, inflow, index))),
    ...of.endings.flatMap((ending, index) => (ending.kind === 'store' ? [paceLine(of, ending, index)] : [])),
    '',
    `  ${faults.length === 0 ? '' : 'const flume = '}lane('Flume', ({ ${laneWords(of)} }) => {`,
    ...laneLines(of).map((line) => `    ${line}`),
    ...(report.name === 'slow' ? slowLines(of, report).map((line) => `    ${line}`) : []),
    '  })',
    ...(faults.length === 0 ? [] : ['', ...faults.map((line) => `  ${line}`)]),
    '})',
    '',
  ].join('\n')
}

function kitWords({ inflows, endings }: AgentInWorld, { name }: ReportCase): string {
  const hasParameter = inflows.some(({ kind }) => kind !== 'itself') || endings.some(({ kind }) => kind === 'store')
  return [...(hasParameter ? ['param'] : []), 'lane', ...(name === 'nothing' || name === 'flood' ? [] : ['at'])].join(', ')
}

function laneWords(of: AgentInWorld): string {
  return ['host', 'agent', ...(of.endings.some(({ kind }) => kind === 'store') ? ['store'] : []), ...(topicsOf(of).length > 0 ? ['cluster'] : []), ...(hasHdfs(of) ? ['hdfs'] : [])].join(', ')
}

/** A name for a parameter: alone, or with a number where there are several. */
function numbered(word: string, index: number, count: number): string {
  return count === 1 ? word : `${word}${index + 1}`
}

function loadLines(of: AgentInWorld, { name, loadSeconds }: ReportCase, { source }: Inflow, index: number): string[] {
  const { perSecond, bytes } = of.world.sources[source] ?? { perSecond: 1, bytes: 200 }
  const { floodTimes, floodSeconds } = of.world.faults
  const count = of.inflows.length
  const rate = numbered('rate', index, count)
  const frame = `bytes: ${bytes}, from: '${loadFromSeconds}s', for: '${loadSeconds}s'`
  const arrivals = name === 'flood'
    ? `load.burst({ name: '${numbered('events', index, count)}', perSecond: ${rate}, peakPerSecond: ${floodTimes} * ${rate}, at: '${faultAfterSeconds}s', lasting: '${floodSeconds}s', ${frame} })`
    : `load.steady({ name: '${numbered('events', index, count)}', perSecond: ${rate}, ${frame} })`
  return [parameterLine(rate, perSecond, 'events/s'), `  const ${numbered('events', index, count)} = ${arrivals}`]
}

function paceLine({ endings, world }: AgentInWorld, { channel }: Ending, index: number): string {
  return parameterLine(numbered('pace', index, endings.length), world.stores[channel]?.perSecond ?? 1, 'events/s')
}

function parameterLine(name: string, value: number, unit: string): string {
  const [min, max] = [Math.max(1, Math.floor(value / 10)), Math.max(10, value * 10)]
  return `  const ${name} = param('${name}', ${value}, { min: ${Math.min(min, value)}, max: ${max}, unit: '${unit}' })`
}

function hasHdfs({ endings }: AgentInWorld): boolean {
  return endings.some(({ kind }) => kind === 'hdfs')
}

function topicsOf({ loaded, inflows, endings }: AgentInWorld): readonly string[] {
  return [...new Set([...inflows.filter(({ kind }) => kind === 'kafka').flatMap(({ topics }) => topics), ...endings.flatMap(({ topics }) => topics), ...channelTopics(loaded)])]
}

function laneLines(of: AgentInWorld): readonly string[] {
  const { inflows, endings, world } = of
  const topics = topicsOf(of)
  const cluster = topics.length === 0 ? [] : [
    `const kafka = cluster({ brokers: ${brokers} })`,
    ...topics.map((topic) => `kafka.topic(${quoted(topic)}, { partitions: 3, replicationFactor: 3, 'min.insync.replicas': 2 })`),
  ]
  const producers = inflows.flatMap(({ kind, topics: [topic = 'events'] }, index) => (kind === 'kafka' ? [`kafka.producer({ acks: 'all' }).sends(${numbered('events', index, inflows.length)}, { topic: ${quoted(topic)} })`] : []))
  const stores = endings.flatMap(({ kind, channel }, index) => {
    const pace = numbered('pace', index, endings.length)
    return kind === 'store' ? [`const ${numbered('archive', index, endings.length)} = store(${quoted(storeOf(channel))}, { perSecond: ${pace}, answersAfter: '${world.stores[channel]?.answersAfterMs ?? 1}ms' })`] : []
  })
  return [...cluster, ...producers, ...(hasHdfs(of) ? ['hdfs()'] : []), ...stores, ...agentLines(of)]
}

function agentLines({ agent, loaded, inflows, endings, world }: AgentInWorld): readonly string[] {
  const receives = inflows.flatMap(({ kind, source, isTold }, index) => {
    if (kind !== 'outside') return []
    const options = isTold && world.sources[source]?.repeats === false ? ', { repeats: false }' : ''
    return [`  .source(${quoted(source)}).receives(${numbered('events', index, inflows.length)}${options})`]
  })
  const writes = endings.flatMap((ending, index) =>
    ending.kind === 'store' ? storeSinks(loaded, ending).map((sink) => `  .sink(${quoted(sink)}).writes(${numbered('archive', index, endings.length)})`) : [])
  return [`agent(${quoted(agent)}, { conf, on: host('${machine}'), heap: '${world.faults.heapMegabytes}m' })`, ...receives, ...writes]
}

function faultLines(of: AgentInWorld, { name }: ReportCase): readonly string[] {
  const { restartSeconds, powerSeconds, outageSeconds } = of.world.faults
  const moment = `${loadFromSeconds + faultAfterSeconds}s`
  switch (name) {
    case 'nothing':
    case 'flood':
    case 'slow':
      return []
    case 'kill':
      return [`at('${moment}', () => { flume.agent(${quoted(of.agent)}).kill({ for: '${restartSeconds}s' }) })`]
    case 'power':
      return [`at('${moment}', () => { flume.host('${machine}').powerCut({ for: '${powerSeconds}s' }) })`]
    case 'outage':
      return [`at('${moment}', () => {`, ...outageLines(of, outageSeconds).map((line) => `  ${line}`), '})']
  }
}

function outageLines({ endings }: AgentInWorld, seconds: number): readonly string[] {
  const lasting = `{ for: '${seconds}s' }`
  const stores = endings.filter(({ kind }) => kind === 'store').map(({ channel }) => `flume.link(flume.host('${machine}'), flume.host(${quoted(storeOf(channel))})).cut(${lasting})`)
  const cluster = endings.some(({ kind }) => kind === 'kafka') ? [`for (const broker of flume.cluster.brokers) flume.link(flume.host('${machine}'), broker).cut(${lasting})`] : []
  const disk = endings.some(({ kind }) => kind === 'disk') ? [`flume.host('${machine}').disk.fill({ freeBytes: 0, for: '${seconds}s' })`] : []
  const hdfs = endings.some(({ kind }) => kind === 'hdfs') ? [`for (const node of [flume.hdfs.nameNode, ...flume.hdfs.dataNodes]) flume.link(flume.host('${machine}'), node).cut(${lasting})`] : []
  return [...stores, ...cluster, ...hdfs, ...disk]
}

/** Slows down what the sinks write to when arrivals begin, and lets it be as fast as before when they end. */
function slowLines({ endings, inflows, world }: AgentInWorld, { loadSeconds }: ReportCase): readonly string[] {
  const share = world.faults.slowPercent / 100
  const pairs = endings.flatMap(({ kind, channel, sinks }, index): (readonly [slow: string, normal: string])[] => {
    const slowPace = arrivalsAt(channel, inflows, world.sources) * share
    if (kind === 'store') {
      const archive = numbered('archive', index, endings.length)
      return [[`${archive}.changesTo({ perSecond: ${slowPace} })`, `${archive}.changesTo({ perSecond: ${numbered('pace', index, endings.length)} })`]]
    }
    if (kind !== 'kafka') return []
    const bytes = inflows.filter(({ channels }) => channels.includes(channel)).reduce((most, { source }) => Math.max(most, world.sources[source]?.bytes ?? 0), 1)
    const rate = Math.max(1, Math.round((slowPace * (bytes + recordOverheadBytes)) / brokers))
    const quota = (sink: string, value: number | null): string => `kafka.quota({ clientId: ${quoted(`producer-${sink}`)}, producer_byte_rate: ${String(value)} })`
    return sinks.map((sink) => [quota(sink, rate), quota(sink, null)])
  })
  const moments = [[loadFromSeconds, pairs.map(([slow]) => slow)], [loadFromSeconds + loadSeconds, pairs.map(([, normal]) => normal)]] as const
  return moments.map(([second, calls]) => `at('${second}s', () => { ${calls.join('; ')} })`)
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', ' ')}'`
}
