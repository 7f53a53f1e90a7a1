// Connectors: one source, one channel, one sink.
// What the snippets of the catalogue begin with; each of them changes one component.
import { load, scenario } from 'kafka-vs-flume'
import conf from './flume.conf'

export default scenario({ seed: 7, duration: '60s' }, ({ param, lane, expect }) => {
  const rate = param('rate', 50, { min: 10, max: 200, unit: 'events/s' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 100, from: '15s', for: '10s' })

  const flume = lane('Flume', ({ host, agent, store }) => {
    agent('a1', { conf, on: host('collector') })
      .source('r1').receives(events)
      .sink('k1').writes(store('archive'))
  })

  expect(flume.offered).toBeGreaterThan(0)
  expect(flume.delivered).toBe(flume.offered)
})
