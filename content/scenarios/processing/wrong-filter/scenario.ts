// Data processing and filtering: a filter that drops too much.
// A pattern without its ^ also drops lines that only mention the word. Somebody notices, and corrects it. What of the lines before?
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

export default scenario({ seed: 7, duration: '85s' }, ({ param, lane, at, expect }) => {
  const noticed = param('noticed', 25, { min: 12, max: 50, unit: 's' })
  const rate = param('rate', 30, { min: 10, max: 100, step: 10, unit: 'events/s' })
  // Half are debug lines, and one in ten is a line of another level that has the word in it.
  const text = (number: number) => (number % 2 === 0 ? `DEBUG cache looked at ${number}` : number % 10 === 1 ? `INFO level DEBUG set by ${number}` : `INFO order ${number}`)
  const events = load.steady({ name: 'events', perSecond: rate, from: '5s', for: '60s', value: text })
  const count = rate * 60

  const flume = lane('Flume', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: flumeConf, on: host('collector') })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
    // The agent looks at its file every 30 s.
    at(`${noticed}s`, () => { collector.edits(flumeConf.replace('regex = DEBUG', 'regex = ^DEBUG')) })
  })
  const kafka = lane('Kafka, Streams', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    const shape = { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 }
    brokers.topic('events', shape).topic('kept', shape).topic('kept-again', shape)
    brokers.producer({ acks: 'all', 'linger.ms': 200 }).sends(events, { topic: 'events' })
    const application = (applicationId: string, output: string, pattern: RegExp) =>
      brokers.streams({
        'application.id': applicationId,
        topology: (builder) => {
          builder.stream('events').filterNot((_key, line) => pattern.test(String(line))).to(output)
        },
      })
    const wrong = application('filter', 'kept', /DEBUG/)
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('kept').writes(store('archive'))
    brokers.consumer({ groupId: 'archive-again', 'auto.offset.reset': 'earliest' }).subscribes('kept-again').writes(store('archive-again'))
    at(`${noticed}s`, () => {
      wrong.terminate()
      // Another application.id is another group: it begins where the log begins.
      application('filter-corrected', 'kept-again', /^DEBUG/)
    })
  })

  // The filter took more than the debug lines, and every sender was told that its line is accepted.
  expect(flume.acknowledged).toBe(flume.offered)
  expect(flume.filtered).toBeGreaterThan(count / 2)
  expect(() => flume.delivered.value < count / 2).toBe(true)
  // What was in the log is filtered once more.
  expect(kafka.destination('archive-again').delivered).toBe(count / 2)
  expect(() => kafka.destination('archive').delivered.value < count / 2).toBe(true)
})
