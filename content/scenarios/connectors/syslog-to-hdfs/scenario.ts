// Connectors: syslog to HDFS, three times.
// By one flume.conf, by two programs of one's own, and by two connectors. At 30 s a part of each is killed for 5 s: 1 takes the lines in, 2 writes into HDFS, 0 is nobody.
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'
import sink from './sink.json'
import source from './source.json'
import { writer } from './writer.ts'

export default scenario({ seed: 7, duration: '120s' }, ({ param, lane, at, sleep, expect }) => {
  const part = param('part', 2, { min: 0, max: 2 })
  const rate = param('rate', 20, { min: 5, max: 100, unit: 'lines/s' })
  const lines = load.steady({ name: 'lines', perSecond: rate, bytes: 120, from: '15s', for: '40s' })
  const topic = { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 }

  const flume = lane('Flume', ({ host, agent, hdfs }) => {
    hdfs()
    agent('collector', { conf: flumeConf, on: host('collector') }).source('r1').receives(lines)
  })

  const own = lane('Kafka, own programs', ({ host, cluster }) => {
    const kafka = cluster({ brokers: 3 }).topic('syslog', topic)
    const listener = kafka.producer({ acks: 'all', 'linger.ms': 50, on: host('listener') }).sends(lines, { topic: 'syslog' })
    const program = kafka.client({ clientId: 'writer', on: host('writer') })
    // What HDFS takes over a write: the program's own code has no file system here.
    const write = () => sleep('20ms')
    at('5s', () => writer(program, write))
    if (part === 1) at('30s', () => { listener.kill({ for: '5s' }) })
    if (part === 2) {
      at('30s', () => { program.kill({ for: '5s' }) })
      at('36s', () => writer(program, write))
    }
  })

  const connectors = lane('Kafka, Connect', ({ host, cluster, connect, hdfs }) => {
    hdfs()
    cluster({ brokers: 3 }).topic('syslog', topic)
    const intake = connect({ name: 'intake', on: host('log-host'), properties: { 'offset.flush.interval.ms': 10_000 } })
    intake.connector(source).receives(lines)
    const output = connect({ name: 'output', on: host('connect'), properties: { 'offset.flush.interval.ms': 10_000 } })
    output.connector(sink)
    if (part > 0) at('30s', () => { (part === 1 ? intake : output).kill({ for: '5s' }) })
  })

  if (part > 0) at('30s', () => { flume.agent('collector').kill({ for: '5s' }) })

  // What the agent had committed, its file channel has; a line that was in its socket is gone, and syslog has no answer that would say so.
  expect(flume.lostWrites).toBe(0)
  // A log file keeps the lines while its reader is away, and names of files in HDFS keep the writer from writing twice.
  expect(connectors.delivered).toBe(connectors.offered)
  if (part === 1) {
    expect(own.dropped).toBeGreaterThan(0)
    expect(connectors.duplicates).toBeGreaterThan(0)
  } else {
    expect(own.delivered).toBe(own.offered)
    expect(connectors.duplicates).toBe(0)
  }
})
