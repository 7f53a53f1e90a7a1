// The speed layer and the batch layer of a Lambda architecture on one topic; bolts fail, a container machine loses power.
import { load, scenario } from 'kafka-vs-flume'

export default scenario({ seed: 6, duration: '3m' }, ({ lane, at }) => {
  const events = load.steady({ name: 'events', perSecond: 30, bytes: 100, from: '10s', for: '1m' })
  let cut = (): void => undefined
  lane('Lambda', ({ cluster, store, storm, mapReduce }) => {
    const kafka = cluster({ brokers: 3 })
    kafka.topic('events', { partitions: 4, replicationFactor: 3 })
    kafka.producer({ acks: 'all', 'linger.ms': 20 }).sends(events, { topic: 'events' })
    const topology = storm({ 'topology.message.timeout.secs': 15, 'topology.max.spout.pending': 100 })
    topology.kafkaSpout('in', { topics: 'events', groupId: 'speed' })
    let seen = 0
    topology.bolt('flaky', {
      execute: (tuple, collector) => {
        if (++seen % 10 === 0) collector.fail(tuple)
        else {
          collector.emit(tuple, tuple.values)
          collector.ack(tuple)
        }
      },
    }).shuffleGrouping('in')
    topology.bolt('out').globalGrouping('flaky').writes(store('speed'))
    const job = mapReduce({ topics: 'events', every: '30s', takes: '2ms' }).writes(store('batch'))
    cut = () => { job.node(1).powerCut({ for: '30s' }) }
  })
  at('45s', () => { cut() })
})
