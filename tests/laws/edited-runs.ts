import type { RunDocument } from '../../engine/host.ts'
import { runFromSource } from './run-from-source.ts'

/** Runs a Kafka lane with 100 records a second from 2 s to 22 s in a topic of two partitions; `actions` come after it. */
export function kafkaRun(actions: string, build = '', duration = '40s'): Promise<RunDocument> {
  return runFromSource(`
    import { load, scenario } from 'kafka-vs-flume'
    export default scenario({ seed: 3, duration: '${duration}' }, ({ lane, at, when, sleep, expect }) => {
      const events = load.steady({ name: 'events', perSecond: 100, from: '2s', for: '20s' })
      let reader
      const kafka = lane('Kafka', ({ cluster, store }) => {
        const brokers = cluster({ brokers: 3 })
        brokers.topic('t', { partitions: 2, replicationFactor: 3 })
        brokers.producer({ acks: 'all' }).sends(events, { topic: 't' })
        ${build}
      })
      ${actions}
    })`)
}

/** What became of what is owed to a destination: its counts and its fates. */
export function of(run: RunDocument, destination: string): Readonly<Record<string, number>> {
  const found = run.lanes.flatMap(({ destinations }) => destinations).find(({ name }) => name === destination)
  const fates = (found?.lines ?? []).map(({ fate, count }) => [fate, count] as const)
  const sums = new Map<string, number>()
  for (const [fate, count] of fates) sums.set(fate, (sums.get(fate) ?? 0) + count)
  return { owed: found?.owed ?? -1, duplicates: found?.duplicates ?? -1, imbalances: found?.imbalances.length ?? -1, ...Object.fromEntries(sums) }
}

/** A consumer that is there from the beginning. */
export const consumer = (options = ''): string => `reader = brokers.consumer({ groupId: 'g', 'auto.offset.reset': 'earliest', ${options} }).subscribes('t')`

/** Texts of the markers, with their seconds. */
export const edits = (run: RunDocument): readonly string[] => run.markers.filter(({ kind }) => kind === 'edit').map(({ timeMicros, text }) => `${timeMicros / 1e6} ${text}`)

/** An agent that reads a log and writes to a store. */
export const conf = `a1.sources = r1
a1.channels = c1
a1.sinks = k1
a1.sources.r1.type = TAILDIR
a1.sources.r1.filegroups = f1
a1.sources.r1.filegroups.f1 = /var/log/app.log
a1.sources.r1.channels = c1
a1.channels.c1.type = memory
a1.channels.c1.capacity = 1000
a1.sinks.k1.type = avro
a1.sinks.k1.hostname = archive
a1.sinks.k1.port = 4141
a1.sinks.k1.channel = c1
`

/** The same with another source, and another way for both. */
export const wider = `${conf.replace('sources = r1', 'sources = r1 r2').replace('channels = c1', 'channels = c1 c2').replace('sinks = k1', 'sinks = k1 k2').replace('r1.channels = c1', 'r1.channels = c1 c2')}
a1.sources.r2.type = netcat
a1.sources.r2.bind = 0.0.0.0
a1.sources.r2.port = 4001
a1.sources.r2.channels = c2
a1.channels.c2.type = memory
a1.channels.c2.capacity = 1000
a1.sinks.k2.type = avro
a1.sinks.k2.hostname = second
a1.sinks.k2.port = 4141
a1.sinks.k2.channel = c2
`

/** Runs an agent that gets 20 lines a second from 2 s to 92 s; `actions` come after it. */
export function flumeRun(actions: string, build = '', files: Readonly<Record<string, string>> = {}): Promise<RunDocument> {
  const imports = Object.keys({ 'flume.conf': conf, 'wider.conf': wider, ...files }).map((file) => `import ${file.replace('.conf', '')} from './${file}'`)
  return runFromSource(`
    import { load, scenario } from 'kafka-vs-flume'
    ${imports.join('\n    ')}
    export default scenario({ seed: 3, duration: '100s' }, ({ lane, at }) => {
      const events = load.steady({ name: 'events', perSecond: 20, from: '2s', for: '90s' })
      const later = load.steady({ name: 'later', perSecond: 10, from: '50s', for: '20s' })
      let kit
      const side = lane('Flume', (given) => {
        kit = given
        const { host, agent, store } = given
        const a1 = agent('a1', { conf: flume, on: host('collector'), restarts: '5s' })
        a1.source('r1').receives(events)
        a1.sink('k1').writes(store('archive'))
        ${build}
      })
      ${actions}
    })`, { files: { 'flume.conf': conf, 'wider.conf': wider, ...files } })
}
