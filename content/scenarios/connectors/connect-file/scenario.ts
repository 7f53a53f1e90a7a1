// Connectors: a file to a file, by Kafka Connect.
// An application writes lines of JSON into a log. What the snippets of the catalogue begin with; each of them changes the sink's JSON.
import { load, scenario } from 'kafka-vs-flume'
import sink from './sink.json'
import source from './source.json'

export default scenario({ seed: 7, duration: '60s' }, ({ param, lane, expect }) => {
  const rate = param('rate', 20, { min: 5, max: 100, unit: 'lines/s' })
  const line = (number: number) => JSON.stringify({ id: number, host: `web${number % 3}`, level: number % 4 === 0 ? 'ERROR' : 'INFO', at: 1_700_000_000_000 + number, user: { name: 'ada' } })
  const lines = load.steady({ name: 'lines', perSecond: rate, value: line, from: '20s', for: '10s' })

  const kafka = lane('Kafka', ({ host, cluster, connect }) => {
    cluster({ brokers: 1, 'offsets.topic.replication.factor': 1 }).topic('logs', { partitions: 1, replicationFactor: 1 })
    const worker = connect({ on: host('web'), properties: { 'offset.flush.interval.ms': 10_000 } })
    worker.connector(source).receives(lines)
    worker.connector(sink)
  })

  expect(kafka.offered).toBeGreaterThan(0)
  expect(kafka.inFlight).toBe(0)
  expect(kafka.lost).toBe(0)
})
