// Hadoop: one event without a time.
// The directory is made from the event’s timestamp header. One event has none, and all that come after it wait behind it.
import { load, scenario } from 'kafka-vs-flume'
import byEventTime from './flume.conf'

const byArrival = `${byEventTime}collector.sinks.k1.hdfs.useLocalTimeStamp = true\n`
// It gives a time to events that have none, and leaves the others theirs.
const stamped = `${byEventTime}collector.sources.r1.interceptors = i1
collector.sources.r1.interceptors.i1.type = timestamp
collector.sources.r1.interceptors.i1.preserveExisting = true
`

export default scenario({ seed: 7, duration: '60s', start: '2026-03-02T14:00:00Z' }, ({ param, lane, expect }) => {
  const rate = param('rate', 20, { min: 10, max: 60, step: 10, unit: 'events/s' })
  const culprit = param('culprit', 200, { min: 50, max: 350, step: 10, unit: 'th event' })
  const startMs = Date.parse('2026-03-02T14:00:00Z')
  const events = load.steady({
    name: 'events', perSecond: rate, bytes: 199, from: '5s', for: '40s',
    headers: (number) => (number === culprit ? {} : { timestamp: String(startMs + 5_000 + Math.round(number * 1_000 / rate)) }),
  })
  const flumeWith = (name: string, conf: string) => lane(`Flume, ${name}`, ({ host, agent, hdfs }) => {
    hdfs()
    agent('collector', { conf, on: host('collector') }).source('r1').receives(events)
  })
  const ownTime = flumeWith('event time', byEventTime)
  const interceptor = flumeWith('timestamp interceptor', stamped)
  const arrival = flumeWith('useLocalTimeStamp', byArrival)
  const kafka = lane('Kafka, offset ranges', ({ cluster, mapReduce, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 3, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all', 'linger.ms': 200 }).sends(events, { topic: 'events' })
    mapReduce({ topics: 'events', every: '25s' }).writes(store('archive'))
  })

  expect(ownTime.acknowledged).toBe(ownTime.offered)
  expect(ownTime.inFlight).toBeGreaterThan(0)
  for (const side of [interceptor, arrival, kafka]) expect(side.delivered).toBe(side.offered)
})
