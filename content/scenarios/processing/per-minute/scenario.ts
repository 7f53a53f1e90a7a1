// Data processing and filtering: counted by the minute, and paid by the count.
// Clicks are counted by the minute in which they happened, and each counted click becomes a line of an invoice. One branch was offline for a while: its clicks come late. A minute has ten seconds here.
import { load, scenario, type LaneKit, type StormCollector, type StormTuple } from 'kafka-vs-flume'

const minuteMs = 10_000

/** The moment of a click, which its line names. */
const momentOf = (tuple: StormTuple): number => Number(String(tuple.getValueByField('value')).slice('click at '.length))

/**
 * A window of one's own in a bolt: a count for each minute, closed when the minute and the grace are over by the clicks' own
 * time. Each click that counts is handed on with its minute's new count; a click for a closed minute ends here.
 */
const ownWindow = (graceMs: number) => {
  const counts = new Map<number, number>()
  let now = 0
  return (tuple: StormTuple, collector: StormCollector) => {
    const moment = momentOf(tuple)
    const minute = moment - (moment % minuteMs)
    now = Math.max(now, moment)
    if (minute + minuteMs + graceMs > now && tuple.getValueByField('key') !== 'closing') {
      const count = (counts.get(minute) ?? 0) + 1
      counts.set(minute, count)
      collector.emit(tuple, [minute, count])
    }
    collector.ack(tuple)
  }
}

const withStorm = (topic: (kit: LaneKit) => void, graceMs: number) => (kit: LaneKit) => {
  topic(kit)
  const topology = kit.storm()
  topology.kafkaSpout('clicks', { topics: 'clicks', groupId: 'topology', offsetCommitPeriodMs: 5_000 })
  topology.bolt('count', { fields: ['minute', 'count'], execute: ownWindow(graceMs) }).globalGrouping('clicks')
  topology.bolt('invoice').shuffleGrouping('count').writes(kit.store('invoice'))
}

export default scenario({ seed: 7, duration: '105s' }, ({ param, lane, at, expect }) => {
  const away = param('away', 15, { min: 1, max: 25, unit: 's' })
  const grace = param('grace', 3, { min: 0, max: 30, unit: 's' })
  const clicks = (name: string, perSecond: number, fromMs: number, lasting: string, key: string) =>
    load.steady({ name, perSecond, from: `${fromMs}ms`, for: lasting, key: () => key, value: (number) => `click at ${fromMs + (number * 1_000) / perSecond}` })
  const centre = clicks('centre', 12, 20_000, '40s', 'clicks')
  const branch = clicks('branch', 6, 20_000, '40s', 'clicks')
  // Time goes on by what comes: without later clicks the last minute would never close.
  const closing = clicks('closing', 1, 60_000, '40s', 'closing')
  const count = 18 * 40

  const topic = ({ host, cluster }: LaneKit) => {
    const brokers = cluster({ brokers: 1, 'offsets.topic.replication.factor': 1 }).topic('clicks', { partitions: 1 }).topic('lines', { partitions: 1 })
    brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(centre, { topic: 'clicks' }).sends(closing, { topic: 'clicks' })
    brokers.producer({ acks: 'all', 'linger.ms': 100, on: host('branch') }).sends(branch, { topic: 'clicks' })
    return brokers
  }
  const withStreams = (graceMs: number) => (kit: LaneKit) => {
    const brokers = topic(kit)
    brokers.streams({
      'application.id': 'count', 'commit.interval.ms': 1_000,
      topology: (builder, serdes) => {
        builder.stream('clicks').groupByKey()
          .windowedBy({ kind: 'time', sizeMs: minuteMs, advanceMs: minuteMs, graceMs }).emitStrategy('onWindowClose').count()
          .toStream((windowed) => (windowed as { key: string }).key)
          .filter((key) => key !== 'closing')
          .flatMapValues((clicksOfMinute) => Array.from({ length: Number(clicksOfMinute) }, () => 'one click'))
          .to('lines', { keySerde: serdes.String(), valueSerde: serdes.String() })
      },
    })
    brokers.consumer({ groupId: 'invoice', 'auto.offset.reset': 'earliest' }).subscribes('lines').writes(kit.store('invoice'))
  }

  const storm = lane('Kafka, Storm', withStorm(topic, grace * 1_000))
  const streams = lane('Kafka, Streams', withStreams(grace * 1_000))
  const patient = lane('Kafka, Streams, long grace', withStreams(30_000))
  at('27s', () => {
    for (const side of [storm, streams, patient]) side.link(side.host('branch'), side.host('broker-1')).cut({ for: `${away}s` })
  })

  // What comes after its minute's grace is counted by nobody, and no error says so.
  expect(patient.destination('invoice').delivered).toBe(count)
  if (away > grace + 5) {
    for (const side of [storm, streams]) expect(side.destination('invoice').delivered).toBeLessThan(count)
  }
  expect(() => storm.destination('invoice').delivered.value - streams.destination('invoice').delivered.value).toBeBetween(-5, 5)
  for (const side of [storm, streams, patient]) expect(side.lost).toBe(0)
})
