// Data processing and filtering: every subscriber wants a part.
// Each subscriber wants one region's records and no others. Who carries the rest to them, only for it to be thrown away?
import { load, scenario, type LaneKit, type Load } from 'kafka-vs-flume'
import collectorConf from './collector.conf'
import subscriberConf from './subscriber.conf'

const filtering = {
  transforms: 'onlyOwn',
  'transforms.onlyOwn.type': 'org.apache.kafka.connect.transforms.Filter',
  'transforms.onlyOwn.predicate': 'isOwn',
  'transforms.onlyOwn.negate': true,
  predicates: 'isOwn',
  'predicates.isOwn.type': 'org.apache.kafka.connect.transforms.predicates.HasHeaderKey',
}

interface Region {
  readonly number: number
  readonly events: Load
}

const throughFlume = (regions: readonly Region[]) => ({ host, agent, store }: LaneKit) => {
  const names = (letter: string) => regions.map(({ number }) => `${letter}${number}`).join(' ')
  const parts = regions.map(({ number }) => subscriberConf.replaceAll('c1', `c${number}`).replaceAll('k1', `k${number}`).replaceAll('-1', `-${number}`))
  const conf = [collectorConf.replaceAll('channels = c1', `channels = ${names('c')}`).replace('sinks = k1', `sinks = ${names('k')}`), ...parts].join('\n')
  const collector = agent('collector', { conf, on: host('collector') })
  for (const { number, events } of regions) {
    collector.source('r1').receives(events)
    collector.sink(`k${number}`).writes(store(`subscriber-${number}`))
  }
}

/** One topic for all, which each subscriber's connector filters; or one topic for each region, which its subscriber reads. */
const throughKafka = (regions: readonly Region[], hasTopicEach: boolean) => ({ host, cluster, connect }: LaneKit) => {
  const brokers = cluster({ brokers: 3 })
  const topicOf = (number: number) => (hasTopicEach ? `region-${number}` : 'events')
  for (const topic of new Set(regions.map(({ number }) => topicOf(number)))) brokers.topic(topic, { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
  for (const { number, events } of regions) {
    brokers.producer({ acks: 'all', 'linger.ms': 200 }).sends(events, { topic: topicOf(number) })
    const worker = connect({ on: host(`subscriber-${number}`), name: `connect-${number}`, properties: { 'offset.flush.interval.ms': 5_000 } })
    worker.connector({
      name: `subscriber-${number}`,
      config: {
        'connector.class': 'FileStreamSink', topics: topicOf(number), file: '/var/subscriber/events.txt',
        ...(hasTopicEach ? {} : { ...filtering, 'predicates.isOwn.name': `region-${number}` }),
      },
    })
  }
}

export default scenario({ seed: 7, duration: '40s' }, ({ param, lane, expect }) => {
  const subscribers = param('subscribers', 6, { min: 2, max: 10 })
  const size = param('size', 1, { min: 1, max: 5, unit: 'kB' })
  const regions = Array.from({ length: subscribers }, (_, index): Region => {
    const number = index + 1
    const headers = { region: `region-${number}`, [`region-${number}`]: 'true' }
    return { number, events: load.steady({ name: `region ${number}`, perSecond: 10, bytes: size * 1_000, from: '8s', for: '20s', headers: () => headers }) }
  })

  const flume = lane('Flume, multiplexing', throughFlume(regions))
  const one = lane('Kafka, one topic', throughKafka(regions, false))
  const each = lane('Kafka, a topic each', throughKafka(regions, true))

  for (const side of [flume, one, each]) {
    for (const { number } of regions) expect(side.destination(`subscriber-${number}`).delivered).toBe(200)
  }
  // Nobody but the subscriber throws away what is in the same topic.
  expect(one.destination('subscriber-1').filtered).toBe(200 * (subscribers - 1))
  expect(each.destination('subscriber-1').filtered).toBe(0)
})
