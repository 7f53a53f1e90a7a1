// Data processing and filtering: one line that the code cannot read.
// Code of one's own throws at one malformed line. What happens to the line, to its batch, and to all that comes after?
import { load, scenario, type ConnectorConfig, type LaneKit, type Load } from 'kafka-vs-flume'
import avro from './avro.conf'
import collectorConf from './collector.conf'
import exec from './exec.conf'
import http from './http.conf'
import netcat from './netcat.conf'
import spooldir from './spooldir.conf'
import syslogUdp from './syslogudp.conf'
import taildir from './taildir.conf'

/** The number of an order, from a line that ends in JSON; throws where it does not. */
const orderOf = (line: string): string => String((JSON.parse(line.slice(line.indexOf('{'))) as { order: number }).order)

const flumeBehind = (source: string, events: Load) => ({ host, agent, store }: LaneKit) => {
  const collector = agent('collector', {
    conf: `${collectorConf}\n${source}`, on: host('collector'),
    interceptors: {
      'com.example.OrderNumber': (event) => ({ ...event, headers: { ...event.headers, order: orderOf(event.body) } }),
    },
  })
  collector.source('r1').receives(events)
  collector.sink('k1').writes(store('archive'))
}

const oneBroker = ({ cluster }: LaneKit, events: Load) => {
  const brokers = cluster({ brokers: 1, 'offsets.topic.replication.factor': 1 }).topic('events', { partitions: 1 })
  brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
  return brokers
}

const streamsWith = (handler: 'LogAndFail' | 'LogAndContinue', events: Load) => (kit: LaneKit) => {
  const brokers = oneBroker(kit, events).topic('orders', { partitions: 1 })
  brokers.streams({
    'application.id': 'orders', 'commit.interval.ms': 1_000,
    'processing.exception.handler': `org.apache.kafka.streams.errors.${handler}ProcessingExceptionHandler`,
    topology: (builder) => {
      builder.stream('events').selectKey((_key, line) => orderOf(String(line))).to('orders')
    },
  })
  brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('orders').writes(kit.store('archive'))
}

const stormWith = (events: Load) => (kit: LaneKit) => {
  oneBroker(kit, events)
  const topology = kit.storm()
  topology.kafkaSpout('events', { topics: 'events', groupId: 'topology', offsetCommitPeriodMs: 1_000 })
  topology.bolt('order', {
    fields: ['order'],
    execute: (tuple, collector) => {
      collector.emit(tuple, [orderOf(String(tuple.getValueByField('value')))])
      collector.ack(tuple)
    },
  }).shuffleGrouping('events')
  topology.bolt('archive').shuffleGrouping('order').writes(kit.store('archive'))
}

/** A sink that reads JSON, and what it does with an error: its converter throws where the others' own code does. */
const connectWith = (config: ConnectorConfig, events: Load) => (kit: LaneKit) => {
  oneBroker(kit, events)
  kit.connect({ on: kit.host('connect'), properties: { 'offset.flush.interval.ms': 5_000 } }).connector({
    name: 'archive',
    config: {
      'connector.class': 'FileStreamSink', topics: 'events', file: '/var/archive/orders.txt',
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter', 'value.converter.schemas.enable': false, ...config,
    },
  })
}

export default scenario({ seed: 7, duration: '60s' }, ({ param, lane, expect }) => {
  const bad = param('bad', 80, { min: 0, max: 99 })
  const rate = param('rate', 10, { min: 5, max: 50, unit: 'events/s' })
  const count = rate * 20
  const events = load.steady({
    name: 'events', perSecond: rate, from: '8s', for: '20s',
    value: (number) => (number === bad ? '{"order":' : `{"order":${number}}`),
  })

  const answered = [lane('avro', flumeBehind(avro, events)), lane('http', flumeBehind(http, events)), lane('netcat', flumeBehind(netcat, events))]
  const datagrams = lane('syslog over UDP', flumeBehind(syslogUdp, events))
  const printed = lane('exec, tail -F', flumeBehind(exec, events))
  const files = [lane('spooldir', flumeBehind(spooldir, events)), lane('taildir', flumeBehind(taildir, events))]
  const storm = lane('Storm', stormWith(events))
  const fails = lane('Streams, fail (default)', streamsWith('LogAndFail', events))
  const goesOn = lane('Streams, continue', streamsWith('LogAndContinue', events))
  const stops = lane('Connect, tolerance none (default)', connectWith({}, events))
  const skips = lane('Connect, tolerance all', connectWith({ 'errors.tolerance': 'all' }, events))
  const setsAside = lane('Connect, dead letter queue', connectWith({
    'errors.tolerance': 'all', 'errors.deadletterqueue.topic.name': 'orders-dead', 'errors.deadletterqueue.topic.replication.factor': 1,
  }, events))

  // Nothing comes after the line, whose sender waits for its OK or sends it for ever.
  for (const side of answered) expect(side.delivered).toBe(bad)
  expect(datagrams.delivered).toBe(count - 1)
  expect(datagrams.dropped).toBe(1)
  // With it goes what the source had in hand, and nobody reads on.
  expect(printed.dropped).toBeGreaterThan(0)
  expect(printed.lost).toBeGreaterThan(0)
  // Files and logs keep what comes after; the worker, the application and the task get no further.
  for (const side of [...files, storm, stops]) {
    expect(side.delivered).toBeLessThanOrEqual(bad)
    expect(side.lost).toBe(0)
  }
  expect(fails.destination('archive').delivered).toBe(bad)
  expect(goesOn.destination('archive').delivered).toBe(count - 1)
  expect(skips.delivered).toBe(count - 1)
  expect(skips.dropped).toBe(1)
  expect(setsAside.delivered).toBe(count - 1)
  expect(setsAside.dropped).toBe(0)
})
