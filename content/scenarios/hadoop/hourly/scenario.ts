// Hadoop: events that come late, and the job of the hour.
// A tenth of the events comes late, and five seconds after each hour a job reads it. A minute stands for an hour.
import { load, scenario, type HdfsHandle } from 'kafka-vs-flume'
import byEventTime from './flume.conf'

const byArrival = `${byEventTime}collector.sinks.k1.hdfs.useLocalTimeStamp = true\n`
const firstHour = '/logs/2026/03/02/1400'

export default scenario({ seed: 7, duration: '145s', start: '2026-03-02T14:00:00Z' }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 10, { min: 5, max: 40, step: 5, unit: 'events/s' })
  const late = param('late', 30, { min: 10, max: 50, step: 5, unit: 's' })
  const arrivalMs = (number: number) => 5_000 + number * 1_000 / rate
  // Every tenth is from a device that had no network for a while; the header says when the event happened.
  const eventMs = (number: number) => Math.round(arrivalMs(number) - (number % 10 === 0 && arrivalMs(number) > 55_000 ? late * 1_000 : 0))
  const startMs = Date.parse('2026-03-02T14:00:00Z')
  const events = load.steady({
    name: 'events', perSecond: rate, bytes: 199, from: '5s', for: '110s', headers: (number) => ({ timestamp: String(startMs + eventMs(number)) }),
  })
  let happenedInFirstHour = 0
  for (let number = 0; number < 110 * rate; number++) if (eventMs(number) < 60_000) happenedInFirstHour++

  const flumeWith = (name: string, conf: string) => {
    const read = { atOnce: 0, again: 0 }
    const side = lane(`Flume, ${name}`, ({ host, agent, hdfs, mapReduce }) => {
      hdfs()
      agent('collector', { conf, on: host('collector') }).source('r1').receives(events)
      const job = mapReduce({ paths: `hdfs://namenode${firstHour}`, every: '65s' })
      at('100s', () => { read.atOnce = job.recordsRead.value })
      at('144s', () => { read.again = job.recordsRead.value })
    })
    return { side, read }
  }
  const ownTime = flumeWith('event time', byEventTime)
  const arrival = flumeWith('time of arrival', byArrival)
  const kafka = lane('Kafka, offset ranges', ({ cluster, mapReduce, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 3, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all', 'linger.ms': 200 }).sends(events, { topic: 'events' })
    mapReduce({ topics: 'events', every: '65s' }).writes(store('archive'))
  })

  // A record is a line of 200 bytes.
  const inFirstHour = (hdfs: HdfsHandle) => hdfs.files(firstHour).reduce((sum, { bytes }) => sum + bytes / 200, 0)
  const missedByEventTimeJob = () => happenedInFirstHour - ownTime.read.atOnce
  const missedByTheJobRunAgain = () => happenedInFirstHour - ownTime.read.again
  const missedByArrivalTimeJob = () => inFirstHour(arrival.side.hdfs) - arrival.read.atOnce
  const inAnotherHourByArrival = () => happenedInFirstHour - inFirstHour(arrival.side.hdfs)
  expect(missedByEventTimeJob).toBeGreaterThan(0)
  expect(missedByTheJobRunAgain).toBe(0)
  expect(missedByArrivalTimeJob).toBe(0)
  expect(inAnotherHourByArrival).toBeGreaterThan(0)
  for (const side of [ownTime.side, arrival.side, kafka]) {
    expect(side.delivered).toBe(side.offered)
    expect(side.duplicates).toBe(0)
  }
})
