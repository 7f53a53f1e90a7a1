// Connect reads a file, Streams counts, a consumer takes the counts; the worker is killed in between.
import { load, scenario } from 'kafka-vs-flume'
import source from './source.json'

export default scenario({ seed: 5, duration: '2m' }, ({ lane, at }) => {
  const requests = load.steady({ name: 'requests', perSecond: 20, bytes: 200, from: '15s', for: '30s' })
  const side = lane('Connect and Streams', ({ cluster, connect, host, store }) => {
    const kafka = cluster({ brokers: 3 })
    kafka.topic('web', { partitions: 2, replicationFactor: 3 })
    kafka.topic('counts', { partitions: 2, replicationFactor: 3 })
    const worker = connect({ on: host('web-1'), properties: { 'key.converter': 'org.apache.kafka.connect.storage.StringConverter', 'value.converter': 'org.apache.kafka.connect.storage.StringConverter', 'offset.storage.file.filename': '/connect/offsets' } })
    worker.connector(source).receives(requests)
    kafka.streams({
      'application.id': 'counter',
      topology: (builder) => {
        builder.stream('web').groupBy((_key, value) => String(value).slice(0, 1)).count().toStream().to('counts')
      },
    })
    kafka.consumer({ groupId: 'dashboard', 'auto.offset.reset': 'earliest' }).subscribes('counts').writes(store('dashboard'))
  })
  at('25s', () => { side.host('web-1').powerCut({ for: '10s' }) })
})
