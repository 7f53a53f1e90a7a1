// Connectors: a log that grows while its reader is killed.
// Three ready-made ways to read a growing file. The reader is killed at 32 s; what does it read when it is back?
import { load, scenario } from 'kafka-vs-flume'
import collectorConf from './collector.conf'
import execConf from './exec.conf'
import source from './source.json'
import taildirConf from './taildir.conf'

export default scenario({ seed: 7, duration: '90s' }, ({ param, lane, at, expect }) => {
  const down = param('down', 5, { min: 1, max: 20, unit: 's' })
  const flush = param('flush', 60, { min: 1, max: 60, unit: 's' })
  const lines = load.steady({ name: 'lines', perSecond: 20, bytes: 120, from: '15s', for: '40s' })

  const flumeWith = (name: string, conf: string) =>
    lane(`Flume, ${name}`, ({ host, agent, store }) => {
      const collector = agent('collector', { conf: `${collectorConf}\n${conf}`, on: host('log-host') })
      collector.source('r1').receives(lines)
      collector.sink('k1').writes(store('archive'))
    })
  const exec = flumeWith('exec, tail -F', execConf)
  const taildir = flumeWith('taildir', taildirConf)
  const connect = lane('Kafka, FileStreamSource', ({ host, cluster, connect, store }) => {
    const kafka = cluster({ brokers: 3 }).topic('logs', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    const worker = connect({ name: 'intake', on: host('log-host'), properties: { 'offset.flush.interval.ms': flush * 1_000 } })
    worker.connector(source).receives(lines)
    kafka.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('logs').writes(store('archive'))
    at('32s', () => { worker.kill({ for: `${down}s` }) })
  })
  for (const side of [exec, taildir]) at('32s', () => { side.agent('collector').kill({ for: `${down}s` }) })

  // tail knows no position: what was written while it was away is not read, but for the last ten lines.
  expect(exec.delivered).toBeLessThan(800)
  // The others go on from the position that they had written down last.
  for (const side of [taildir, connect]) expect(side.delivered).toBe(side.offered)
  expect(connect.duplicates).toBeGreaterThan(0)
})
