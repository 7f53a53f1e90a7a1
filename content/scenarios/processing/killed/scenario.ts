// Data processing and filtering: the process that does the work is killed.
// Card numbers are masked on the way. Whoever does it is killed in the middle of the work and comes back. What is missing, and what is there twice?
import { load, scenario, type LaneKit, type Load } from 'kafka-vs-flume'
import flumeConf from './flume.conf'
import memoryConf from './memory.conf'

const masked = (line: string) => line.replace(/card=[0-9]+/g, 'card=****')

const oneBroker = ({ cluster }: LaneKit, events: Load) => {
  const brokers = cluster({
    brokers: 1, 'offsets.topic.replication.factor': 1, 'transaction.state.log.replication.factor': 1, 'transaction.state.log.min.isr': 1,
  }).topic('events', { partitions: 1 }).topic('masked', { partitions: 1 })
  brokers.producer({ acks: 'all', 'linger.ms': 1_000 }).sends(events, { topic: 'events' })
  return brokers
}

interface Death {
  readonly at: (moment: string, action: () => void) => void
  readonly moment: string
}

const throughFlume = (conf: string, events: Load, { at, moment }: Death) => ({ host, agent, store }: LaneKit) => {
  const collector = agent('collector', { conf, on: host('collector') })
  collector.source('r1').receives(events)
  collector.sink('k1').writes(store('archive'))
  at(moment, () => { collector.kill({ for: '2s' }) })
}

const throughStorm = (processingGuarantee: 'AT_LEAST_ONCE' | 'AT_MOST_ONCE', events: Load, { at, moment }: Death) => (kit: LaneKit) => {
  oneBroker(kit, events)
  const topology = kit.storm()
  topology.kafkaSpout('events', { topics: 'events', groupId: 'topology', processingGuarantee, offsetCommitPeriodMs: 5_000 })
  topology.bolt('mask', {
    fields: ['line'], takes: '20ms',
    execute: (tuple, collector) => {
      collector.emit(tuple, [masked(String(tuple.getValueByField('value')))])
      collector.ack(tuple)
    },
  }).shuffleGrouping('events')
  topology.bolt('archive').shuffleGrouping('mask').writes(kit.store('archive'))
  // Its supervisor starts it again.
  at(moment, () => { topology.worker(1).kill() })
}

const throughStreams = (guarantee: 'at_least_once' | 'exactly_once_v2', events: Load, { at, moment }: Death) => (kit: LaneKit) => {
  const brokers = oneBroker(kit, events)
  const application = brokers.streams({
    'application.id': 'mask', 'processing.guarantee': guarantee, 'commit.interval.ms': guarantee === 'at_least_once' ? 5_000 : 100,
    // A dead member's partitions wait for its session to end: 45 s when nobody sets it.
    'session.timeout.ms': 6_000,
    processing: '20ms',
    topology: (builder) => {
      builder.stream('events').mapValues((line) => masked(String(line))).to('masked')
    },
  })
  brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest', 'isolation.level': 'read_committed' }).subscribes('masked').writes(kit.store('archive'))
  at(moment, () => { application.kill({ for: '2s' }) })
}

export default scenario({ seed: 7, duration: '70s' }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 30, { min: 10, max: 40, step: 5, unit: 'events/s' })
  const killed = param('killed', 23_300, { min: 15_000, max: 35_000, step: 100, unit: 'ms' })
  const events = load.steady({ name: 'events', perSecond: rate, from: '12s', for: '30s', value: (number) => `order=${number} card=${4_000_000_000_000_000 + number}` })
  const count = rate * 30
  const death = { at, moment: `${killed}ms` }

  const file = lane('Flume, file channel', throughFlume(flumeConf, events, death))
  const memory = lane('Flume, memory channel', throughFlume(memoryConf, events, death))
  const storm = lane('Storm, at least once', throughStorm('AT_LEAST_ONCE', events, death))
  const most = lane('Storm, at most once', throughStorm('AT_MOST_ONCE', events, death))
  const least = lane('Streams, at_least_once', throughStreams('at_least_once', events, death))
  const exactly = lane('Streams, exactly_once_v2', throughStreams('exactly_once_v2', events, death))

  // A channel in files, a log with offsets that follow the work, a transaction: nothing is missing.
  for (const side of [file, storm]) expect(side.delivered).toBe(count)
  expect(least.destination('archive').delivered).toBeGreaterThanOrEqual(count)
  expect(exactly.destination('archive').delivered).toBe(count)
  // What had been accepted or committed before it was done is missing, and nothing is there twice.
  for (const side of [memory, most]) {
    expect(side.duplicates).toBe(0)
    expect(() => side.delivered.value + side.lost.value).toBe(count)
  }
})
