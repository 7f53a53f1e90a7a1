/** A scenario with everything in it that a run depends on, small enough for a slow engine. */
export const smallScenario: Readonly<Record<string, string>> = {
  'flume.conf': [
    'a1.sources = r1', 'a1.channels = c1', 'a1.sinks = k1',
    'a1.sources.r1.type = avro', 'a1.sources.r1.bind = 0.0.0.0', 'a1.sources.r1.port = 4141', 'a1.sources.r1.channels = c1',
    'a1.channels.c1.type = file', 'a1.channels.c1.checkpointDir = /var/flume/checkpoint', 'a1.channels.c1.dataDirs = /var/flume/data',
    'a1.sinks.k1.type = avro', 'a1.sinks.k1.hostname = archive', 'a1.sinks.k1.port = 4545', 'a1.sinks.k1.channel = c1', '',
  ].join('\n'),
  'scenario.ts': `
    import { load, scenario } from 'kafka-vs-flume'
    import conf from './flume.conf'

    export default scenario({ seed: 3, duration: '14s' }, ({ lane, at, sleep, when }) => {
      const events = load.poisson({ name: 'events', perSecond: 30, for: '8s', value: (n) => \`line \${n} \${Math.sin(n)}\`, key: (n) => 'k' + (n % 5) })
      const flume = lane('Flume', ({ host, agent, store }) => {
        agent('a1', { conf, on: host('collector') }).source('r1').receives(events).sink('k1').writes(store('archive'))
        /* more in Flume */
      })
      const kafka = lane('Kafka', ({ cluster, store }) => {
        const brokers = cluster({ brokers: 3 })
        brokers.topic('logs', { partitions: 2, replicationFactor: 3, 'min.insync.replicas': 2 })
        brokers.producer({ acks: 'all' }).sends(events, { topic: 'logs' })
        brokers.consumer({ groupId: 'g', 'auto.offset.reset': 'earliest' }).subscribes('logs').writes(store('archive'))
      })
      at('5s', async () => {
        flume.agent('a1').kill({ for: '2s' })
        kafka.leaderOf('logs').pause({ for: '2s' })
        for (let turn = 0; turn < 5; turn++) {
          await sleep('100ms')
          console.log(new Date(), Math.random(), Math.exp(turn), 1.1 ** turn, 7 ** 0.3)
        }
        await Promise.all([sleep('1s'), Promise.resolve().then(() => Promise.resolve()).then(() => sleep('2s')).then(() => console.log('deep'))])
      })
      when(() => kafka.delivered.value > 20, () => { console.log('twenty') })
    })`,
}
