// Hadoop: row keys in HBase.
// The collector’s disk is slow and its process is killed, so a batch is put twice. By the row key that is a duplicate, a loss, or nothing.
import { load, scenario } from 'kafka-vs-flume'
import uuid from './flume.conf'

const timestamp = `${uuid}collector.sinks.k1.serializer.suffix = timestamp\n`
// The key is in the event: what is put twice is one row.
const own = `${uuid}collector.sinks.k1.serializer = org.apache.flume.sink.hbase2.RegexHBase2EventSerializer
collector.sinks.k1.serializer.regex = (\\\\w+) (.*)
collector.sinks.k1.serializer.colNames = ROW_KEY,text
collector.sinks.k1.serializer.rowKeyIndex = 0
`
const withoutLog = `${own}collector.sinks.k1.enableWal = false\n`

export default scenario({ seed: 7, duration: '90s' }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 20, { min: 10, max: 50, step: 10, unit: 'events/s' })
  const moment = param('moment', 31_500, { min: 30_000, max: 34_000, step: 100, unit: 'ms' })
  const events = load.steady({ name: 'events', perSecond: rate, value: (number) => `id${String(number)} something happened`, from: '15s', for: '40s' })

  const flumeWith = (name: string, conf: string) => {
    const side = lane(`Flume, ${name}`, ({ host, agent, hbase }) => {
      hbase({ 'zookeeper.session.timeout': 6_000 }).table('events')
      agent('collector', { conf, on: host('collector') }).source('r1').receives(events)
    })
    at('30s', () => { side.host('collector').disk.slow({ times: 500, for: '5s' }) })
    at(`${moment}ms`, () => { side.agent('collector').kill({ for: '3s' }) })
    at('50s', () => { side.hbase.serverOf('events').kill({ for: '10s' }) })
    return side
  }
  const byUuid = flumeWith('uuid', uuid)
  const byTime = flumeWith('timestamp', timestamp)
  const byKey = flumeWith('key of the event', own)
  const noLog = flumeWith('key, enableWal = false', withoutLog)

  expect(byUuid.delivered).toBe(byUuid.offered)
  expect(byUuid.duplicates).toBeGreaterThan(0)
  expect(byTime.superseded).toBeGreaterThan(0)
  expect(byKey.delivered).toBe(byKey.offered)
  expect(byKey.duplicates).toBe(0)
  expect(noLog.lostWrites).toBeGreaterThan(0)
})
