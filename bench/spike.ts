import { loadEngine } from '../scripts/engine-realm.ts'

/** Records of the spikes, from the smallest on. */
const sizes = [100_000, 1_000_000, 10_000_000] as const

/** The spike lasts ten seconds, whatever its size, and the run long enough to drain it. */
const spikeSeconds = 10

const flumeConf = (channel: string): string => `
a.sources = r1
a.channels = c1
a.sinks = k1
a.sources.r1.type = avro
a.sources.r1.bind = 0.0.0.0
a.sources.r1.port = 4141
a.sources.r1.channels = c1
a.channels.c1.type = ${channel}
a.channels.c1.capacity = 20000000
a.channels.c1.transactionCapacity = 10000
a.sinks.k1.type = avro
a.sinks.k1.hostname = archive
a.sinks.k1.port = 4545
a.sinks.k1.channel = c1
a.sinks.k1.batch-size = 10000
`

const flumeLane = `
  lane('flume', ({ host, agent, store }) => {
    const collector = agent('a', { conf, on: host('collector') })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
  })`

const kafkaLane = `
  lane('kafka', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all', 'batch.size': 1_000_000, 'buffer.memory': 1_000_000_000 }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest', 'max.poll.records': 10_000 }).subscribes('events').writes(store('archive'))
  })`

const lanes: Readonly<Record<string, { readonly body: string; readonly conf: string }>> = {
  'memory channel': { body: flumeLane, conf: flumeConf('memory') },
  'file channel': { body: flumeLane, conf: flumeConf('file') },
  Kafka: { body: kafkaLane, conf: '' },
}

/**
 * What a spike costs as it grows, in nanoseconds a record, and how that of ten million compares with that of a hundred
 * thousand: bulk stays ranges, so that a record must not cost more when there are more of them.
 *
 * @throws Error when the engine was not built, when a run ends with an error, or when a record was not delivered
 */
export async function spikeBench(): Promise<Record<string, number>> {
  const figures: Record<string, number> = {}
  for (const [name, { body, conf }] of Object.entries(lanes)) {
    const costs: number[] = []
    for (const size of sizes) {
      const milliseconds = await fastestOf(3, { 'scenario.ts': scenarioText(body, size), 'flume.conf': conf }, size)
      costs.push((milliseconds * 1e6) / size)
      figures[`spike of ${size.toLocaleString('en')}, ${name}, ns a record`] = Math.round((milliseconds * 1e6) / size)
    }
    const [small = 0] = costs
    figures[`spike, ${name}: cost of a record among 10^7 over 10^5`] = Number(((costs.at(-1) ?? 0) / small).toPrecision(3))
  }
  return figures
}

function scenarioText(body: string, size: number): string {
  return `import { load, scenario } from 'kafka-vs-flume'
import conf from './flume.conf'
export default scenario({ seed: 1, duration: '600s', limits: { events: 20_000_000, records: 40_000_000 } }, ({ lane }) => {
  const events = load.steady({ name: 'events', bytes: 100, perSecond: ${String(size / spikeSeconds)}, from: '5s', for: '${String(spikeSeconds)}s' })
  ${body}
})
`
}

/** The realm is warm after the first turn: what counts here is how the cost grows. */
async function fastestOf(turns: number, files: Readonly<Record<string, string>>, size: number): Promise<number> {
  const { engine, engineHash, drain } = loadEngine()
  let best = Number.POSITIVE_INFINITY
  for (let turn = 0; turn < turns; turn++) {
    const start = performance.now()
    const run = await engine.runScenario({ files, entry: 'scenario.ts', drain, engineHash })
    best = Math.min(best, performance.now() - start)
    const trouble = run.error?.message ?? run.limitReached?.sentence
    if (trouble !== undefined) throw new Error(trouble)
    const delivered = run.lanes[0]?.destinations[0]?.delivered ?? 0
    if (delivered !== size) throw new Error(`Of ${String(size)} records ${String(delivered)} were delivered.`)
  }
  return best
}
