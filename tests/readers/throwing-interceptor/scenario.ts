// An interceptor of one's own throws now and then, under a quota, while a group changes its members.
import { load, scenario } from 'kafka-vs-flume'
import edge from './edge.conf'

export default scenario({ seed: 10, duration: '90s' }, ({ lane, at }) => {
  const packets = load.steady({ name: 'packets', perSecond: 40, bytes: 300, from: '10s', for: '40s' })
  let count = 0
  lane('Edge', ({ cluster, agent, host, store }) => {
    const kafka = cluster({ brokers: 2 })
    kafka.topic('udp', { partitions: 4, replicationFactor: 2 })
    kafka.quota({ producer_byte_rate: 5000 })
    agent('e', {
      conf: edge,
      on: host('edge'),
      interceptors: {
        'com.example.Checker': (event, properties) => {
          count += 1
          if (count % Number(properties['every']) === 0) throw new Error('bad event')
          return event
        },
      },
    }).source('u').receives(packets)
    const s = store('s')
    const join = () => kafka.consumer({ groupId: 'g', 'group.protocol': 'consumer', 'auto.offset.reset': 'earliest' }).subscribes('udp').writes(s)
    join()
    at('20s', () => { join() })
  })
})
