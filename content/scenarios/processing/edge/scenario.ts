// Data processing and filtering: drop, mask and route, at the edge or at the end.
// Debug lines are noise, card numbers must not be stored, errors go to somebody of their own. The same outcome, by five ways.
import { load, scenario, type ClusterHandle, type ClusterOptions, type StormHandle, type StreamsOptions } from 'kafka-vs-flume'
import alertsJson from './alerts.json'
import archiveJson from './archive.json'
import edgeFilters from './edge-filters.conf'
import edgeForwards from './edge-forwards.conf'

const isDebug = (line: string) => line.includes('"level":"DEBUG"')
const isError = (line: string) => line.includes('"level":"ERROR"')
const masked = (line: string) => line.replace(/"card":"[0-9]+"/g, '"card":"****"')

const shape = { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 }

/** Two bolts that end what they do not pass on, behind one that masks. */
const addBolts = (topology: StormHandle) => {
  topology.kafkaSpout('events', { topics: 'events', groupId: 'topology', offsetCommitPeriodMs: 5_000 })
  topology.bolt('mask', {
    fields: ['level', 'line'],
    execute: (tuple, collector) => {
      const line = String(tuple.getValueByField('value'))
      if (!isDebug(line)) collector.emit(tuple, [isError(line) ? 'ERROR' : 'INFO', masked(line)])
      collector.ack(tuple)
    },
  }).shuffleGrouping('events')
  for (const level of ['INFO', 'ERROR']) {
    topology.bolt(level, {
      execute: (tuple, collector) => {
        if (tuple.getValueByField('level') === level) collector.emit(tuple, tuple.values)
        collector.ack(tuple)
      },
    }).shuffleGrouping('mask')
  }
}

const branches: StreamsOptions['topology'] = (builder) => {
  const kept = builder.stream('events').filterNot((_key, line) => isDebug(String(line))).mapValues((line) => masked(String(line)))
  kept.filter((_key, line) => isError(String(line))).to('errors')
  kept.filterNot((_key, line) => isError(String(line))).to('kept')
}

export default scenario({ seed: 7, duration: '50s' }, ({ param, lane, expect }) => {
  const noise = param('noise', 70, { min: 0, max: 90, step: 10, unit: '%' })
  // Of 100 lines in a row so many are debug lines, and of the others each tenth is an error.
  const level = (number: number) => ((number * 37) % 100 < noise ? 'DEBUG' : (number * 37) % 10 === 9 ? 'ERROR' : 'INFO')
  const events = load.steady({
    name: 'events', perSecond: 40, from: '12s', for: '25s',
    value: (number) => `{"level":"${level(number)}","order":${number},"card":"${4_000_000_000_000_000 + number}","text":"${'.'.repeat(430)}"}`,
    // A transformation of Connect's own looks at names of headers, and not into values.
    headers: (number) => ({ [level(number).toLowerCase()]: 'true' }),
  })
  const kafka = (cluster: (options: ClusterOptions) => ClusterHandle) => {
    const brokers = cluster({ brokers: 3 }).topic('events', shape)
    brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
    return brokers
  }

  const edge = lane('Flume, at the edge', ({ host, agent, store }) => {
    const first = agent('edge', { conf: edgeFilters, on: host('edge') })
    first.source('r1').receives(events)
    first.sink('k1').writes(store('archive'))
    first.sink('k2').writes(store('alerts'))
  })
  const collector = lane('Flume, at the collector', ({ host, agent, store }) => {
    agent('edge', { conf: edgeForwards, on: host('edge') }).source('r1').receives(events)
    // The same file as the edge's, under another name.
    const second = agent('collector', { conf: edgeFilters.replaceAll('edge.', 'collector.'), on: host('collector') })
    second.sink('k1').writes(store('archive'))
    second.sink('k2').writes(store('alerts'))
  })
  const storm = lane('Kafka, Storm', ({ cluster, storm, store }) => {
    kafka(cluster)
    const topology = storm()
    addBolts(topology)
    topology.bolt('archive').shuffleGrouping('INFO').writes(store('archive'))
    topology.bolt('alerts').shuffleGrouping('ERROR').writes(store('alerts'))
  })
  const connect = lane('Kafka, Connect', ({ host, cluster, connect }) => {
    kafka(cluster)
    const worker = connect({ on: host('connect'), properties: { 'offset.flush.interval.ms': 5_000 } })
    worker.connector(archiveJson)
    worker.connector(alertsJson)
  })
  const streams = lane('Kafka, Streams', ({ cluster, store }) => {
    const brokers = kafka(cluster).topic('kept', shape).topic('errors', shape)
    brokers.streams({ 'application.id': 'filter', topology: branches })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('kept').writes(store('archive'))
    brokers.consumer({ groupId: 'alerts', 'auto.offset.reset': 'earliest' }).subscribes('errors').writes(store('alerts'))
  })

  // The same records arrive on all ways, and what is not owed is not there.
  for (const side of [collector, storm, connect, streams]) {
    for (const name of ['archive', 'alerts']) expect(side.destination(name).delivered).toBe(edge.destination(name).delivered)
  }
  for (const side of [edge, collector, storm, connect]) expect(side.lost).toBe(0)
  expect(edge.destination('alerts').delivered).toBeGreaterThan(10)
  expect(edge.destination('alerts').filtered).toBeGreaterThan(100)
})
