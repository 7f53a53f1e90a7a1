// A program of one's own moves records from one topic to another in transactions, and is killed.
import { load, scenario } from 'kafka-vs-flume'

export default scenario({ seed: 4, duration: '90s' }, ({ lane, at }) => {
  const orders = load.steady({ name: 'orders', perSecond: 20, bytes: 100, from: '10s', for: '20s' })
  const side = lane('Copy', ({ cluster, store }) => {
    const kafka = cluster({ brokers: 3 })
    kafka.topic('orders', { partitions: 1, replicationFactor: 3 })
    kafka.topic('checked', { partitions: 1, replicationFactor: 3 })
    kafka.producer({ acks: 'all' }).sends(orders, { topic: 'orders' })
    kafka.consumer({ groupId: 'audit', 'isolation.level': 'read_committed', 'auto.offset.reset': 'earliest' }).subscribes('checked').writes(store('audit'))
  })
  at('12s', async () => {
    const producer = side.cluster.client().producer({ transactionalId: 'copier' })
    await producer.connect()
    const transaction = await producer.transaction()
    await transaction.send({ topic: 'checked', messages: [{ value: 'one' }, { value: 'two' }] })
    await transaction.abort()
    const second = await producer.transaction()
    await second.send({ topic: 'checked', messages: [{ value: 'three' }] })
    await second.commit()
    await producer.disconnect()
  })
})
