// Scalability: what an edit does to whoever is sending.
// The same edit, a second channel with a second sink, taken while records come in by seven kinds of source.
import { load, scenario } from 'kafka-vs-flume'
import avro from './avro.conf'
import exec from './exec.conf'
import http from './http.conf'
import netcat from './netcat.conf'
import second from './second.conf'
import syslogTcp from './syslogtcp.conf'
import syslogUdp from './syslogudp.conf'
import taildir from './taildir.conf'

/** The same file with a second channel, which gets a copy of everything, and a sink for it. */
const wider = (conf: string): string =>
  `${conf.replace('collector.channels = c1', 'collector.channels = c1 c2').replace('r1.channels = c1', 'r1.channels = c1 c2').replace('sinks = k1', 'sinks = k1 k2')}\n${second}`

export default scenario({ seed: 7, duration: '90s' }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 20, { min: 5, max: 100, unit: 'events/s' })
  const edit = param('edit', 20, { min: 5, max: 40, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 200, from: '5s', for: '60s' })

  const behind = (name: string, conf: string) => {
    let change = (): void => undefined
    const side = lane(name, ({ host, agent, store }) => {
      const collector = agent('collector', { conf, on: host('collector') })
      const search = store('search')
      collector.source('r1').receives(events)
      collector.sink('k1').writes(store('archive'))
      change = () => {
        collector.edits(wider(conf))
        collector.sink('k2').writes(search)
      }
    })
    return { name, side, change: () => { change() } }
  }
  const sources: readonly (readonly [string, string])[] = [
    ['avro', avro], ['netcat', netcat], ['http', http], ['taildir', taildir], ['exec, tail -F', exec], ['syslog over TCP', syslogTcp], ['syslog over UDP', syslogUdp],
  ]
  const lanes = sources.map(([name, conf]) => behind(name, conf))
  at(`${edit}s`, () => {
    for (const { change } of lanes) change()
  })

  const of = (wanted: string, destination: string) => lanes.find(({ name }) => name === wanted)?.side.destination(destination)
  // Who hears of a refusal sends again, and who reads a file reads on: they lose nothing. UDP and exec do.
  for (const name of ['avro', 'http', 'taildir']) expect(() => of(name, 'archive')?.delivered.value ?? 0).toBe(rate * 60)
  expect(() => of('syslog over UDP', 'archive')?.dropped.value ?? 0).toBeGreaterThan(0)
  expect(() => of('exec, tail -F', 'archive')?.delivered.value ?? 0).toBeLessThan(rate * 60)
  // A connection that stays open is not closed by a reload, and goes on with the channels that it had.
  for (const name of ['netcat', 'syslog over TCP']) {
    expect(() => of(name, 'archive')?.delivered.value ?? 0).toBe(rate * 60)
    expect(() => of(name, 'search')?.delivered.value ?? -1).toBe(0)
  }
})
