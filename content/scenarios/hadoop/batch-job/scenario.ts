// Hadoop: a topic imported by ranges of offsets.
// A job brings what is new in a topic, a map for each partition. One run fails after one of its maps has handed over its part: what does the next one bring?
import { load, scenario } from 'kafka-vs-flume'

export default scenario({ seed: 7, duration: '120s' }, ({ param, lane, expect }) => {
  const rate = param('rate', 20, { min: 10, max: 60, step: 10, unit: 'events/s' })
  const partitions = param('partitions', 3, { min: 2, max: 6 })
  const events = load.steady({ name: 'events', perSecond: rate, key: (number) => String(number), value: (number) => `event ${String(number)} `.padEnd(199, '.'), from: '5s', for: '70s' })

  const jobWith = (name: string, options: { readonly trusts?: 'part files'; readonly 'mapreduce.fileoutputcommitter.algorithm.version'?: 1 | 2 }) => {
    let failures = 0
    return lane(`Kafka, ${name}`, ({ cluster, mapReduce, store }) => {
      const brokers = cluster({ brokers: 3 })
      brokers.topic('events', { partitions, replicationFactor: 3, 'min.insync.replicas': 2 })
      brokers.producer({ acks: 'all', 'linger.ms': 200 }).sends(events, { topic: 'events' })
      mapReduce({
        topics: 'events', every: '25s', takes: '5ms', ...options,
        // A line that the code of the job cannot read, until it is mended: one run fails with all its attempts.
        map: (value) => { if (value.startsWith(`event ${String(40 * rate)} `) && failures++ < 4) throw new Error('cannot be read') },
      }).writes(store('archive'))
    })
  }
  const success = jobWith('goes by _SUCCESS', {})
  const versionOne = jobWith('part files, version 1', { trusts: 'part files', 'mapreduce.fileoutputcommitter.algorithm.version': 1 })
  const versionTwo = jobWith('part files, version 2', { trusts: 'part files' })

  for (const exact of [success, versionOne]) {
    expect(exact.delivered).toBe(exact.offered)
    expect(exact.duplicates).toBe(0)
  }
  expect(versionTwo.delivered).toBe(versionTwo.offered)
  expect(versionTwo.duplicates).toBeGreaterThan(0)
})
