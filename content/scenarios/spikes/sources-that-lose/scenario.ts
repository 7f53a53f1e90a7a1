// Spikes: sources that cannot wait.
// The same burst, the same small channel: these sources refuse and are told off, or lose without a word.
import { load, scenario } from 'kafka-vs-flume'
import avro from './avro.conf'
import exec from './exec.conf'
import http from './http.conf'
import netcat from './netcat.conf'
import syslogTcp from './syslogtcp.conf'
import syslogUdp from './syslogudp.conf'

export default scenario({ seed: 7, duration: '150s' }, ({ param, lane, expect }) => {
  const peak = param('peak', 10, { min: 1, max: 20, unit: 'times' })
  const pace = param('pace', 20, { min: 10, max: 100, step: 5, unit: 'events/s' })
  const capacity = param('capacity', 100, { min: 100, max: 5_000, step: 100, unit: 'events' })
  const events = load.burst({ name: 'events', bytes: 200, perSecond: 5, peakPerSecond: 5 * peak, from: '5s', at: '10s', lasting: '40s', for: '100s' })

  // Whoever is told that a record was refused gives it up: an application that has nowhere to keep it.
  const behind = (name: string, conf: string) =>
    lane(name, ({ host, agent, store }) => {
      const collector = agent('collector', { conf: conf.replace('capacity = 100', `capacity = ${capacity}`), on: host('collector') })
      collector.source('r1').receives(events, { repeats: false })
      collector.sink('k1').writes(store('archive', { perSecond: pace }))
    })
  const avroLane = behind('avro, sender gives up', avro)
  const httpLane = behind('http, sender gives up', http)
  const netcatLane = behind('netcat, sender gives up', netcat)
  const tcp = behind('syslog over TCP', syslogTcp)
  const udp = behind('syslog over UDP', syslogUdp)
  const tail = behind('exec, tail -F', exec)

  // Sources whose sender hears an answer have told it of every record that is missing.
  for (const { refused } of [avroLane, httpLane, netcatLane]) expect(refused).toBeGreaterThan(0)
  for (const { lostWrites } of [avroLane, httpLane, netcatLane]) expect(lostWrites).toBe(0)
  for (const { refused } of [tcp, udp, tail]) expect(refused).toBe(0)
  expect(udp.dropped).toBeGreaterThan(0)
  expect(tail.lost).toBeGreaterThan(0)
})
