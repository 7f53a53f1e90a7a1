// Your flume.conf.
// The agent is killed, and starts again after 10 s. Made from the file and from what was said of the world around it.
import { load, scenario } from 'kafka-vs-flume'
import conf from './flume.conf'

export default scenario({ seed: 7, duration: '200s' }, ({ param, lane, at }) => {
  const rate = param('rate', 100, { min: 10, max: 1000, unit: 'events/s' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 200, from: '20s', for: '60s' })
  const pace = param('pace', 300, { min: 30, max: 3000, unit: 'events/s' })

  const flume = lane('Flume', ({ host, agent, store }) => {
    const archive = store('mem-store', { perSecond: pace, answersAfter: '5ms' })
    agent('weblog', { conf, on: host('flume'), heap: '512m' })
      .source('tail').receives(events)
      .sink('next').writes(archive)
  })

  at('45s', () => { flume.agent('weblog').kill({ for: '10s' }) })
})
