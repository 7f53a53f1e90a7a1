import { describe, expect, it } from 'vitest'
import { HostFiles } from '../../flume/files/host-files.ts'
import { runFlow } from '../../hadoop/flow.ts'
import { HdfsCluster } from '../../hadoop/hdfs/hdfs-cluster.ts'
import { KafkaCluster } from '../../kafka/cluster/kafka-cluster.ts'
import { groupCoordinator } from '../../kafka/coordinator/group-coordinator.ts'
import { GroupProgress } from '../../kafka/coordinator/group-progress.ts'
import { Lane } from '../../ledger/lane.ts'
import { RecordStreams } from '../../ledger/record-stream.ts'
import { Simulation } from '../../sim/simulation.ts'
import { ConnectWorker } from '../runtime/connect-worker.ts'
import { HdfsDirectory } from './hdfs-directory.ts'

/** A hundred lines of a file, through a topic, into files of thirty records in HDFS. */
function world() {
  const simulation = new Simulation({ seed: 1, limits: { events: 5_000_000, virtualTimeMicros: 3_600_000_000 } })
  const lane = new Lane({ simulation, name: 'Kafka', streams: new RecordStreams(), offeredAt: () => 0, startMs: 1_700_000_000_000 })
  const cluster = new KafkaCluster(lane, { nodes: [{ id: 1, roles: ['broker', 'controller'] }], properties: { 'offsets.topic.replication.factor': '1', 'offsets.topic.num.partitions': '1', 'group.initial.rebalance.delay.ms': '0' } })
  const progress = new GroupProgress(cluster)
  cluster.addRequestHandlers(groupCoordinator(progress))
  cluster.createTopic({ name: 't', partitions: 1, replicationFactor: 1, configs: {} })
  cluster.start()
  const hdfs = new HdfsCluster({ lane, nameNode: lane.host('namenode'), dataNodes: [lane.host('d1'), lane.host('d2'), lane.host('d3')] })
  hdfs.start()
  const host = lane.host('connect')
  const files = new HostFiles(lane, host)
  const stream = lane.streams.add({ name: 'in', isUniform: true, valueBytes: () => 10, value: (number) => String(number).padStart(10, '0'), key: () => undefined, headers: () => undefined })
  const archive = lane.ledger.destination('archive')
  lane.ledger.owe(stream.index, [archive.index])
  const run = { first: stream.base, count: 100 }
  lane.ledger.offered(run, 'in')
  files.open('/in').write([run])
  const strings = 'org.apache.kafka.connect.storage.StringConverter'
  const worker = new ConnectWorker({
    lane, host, files, name: 'worker', bootMicros: 0, progress, destinations: () => [archive],
    directoryOf: (url, process) => (url === 'hdfs://namenode' ? new HdfsDirectory(hdfs.client(process), lane.streams) : undefined),
    properties: new Map([['bootstrap.servers', cluster.bootstrapServers], ['key.converter', strings], ['value.converter', strings], ['offset.storage.file.filename', '/offsets']]),
  })
  worker.addConnector(new Map(Object.entries({ name: 'in', 'connector.class': 'FileStreamSource', file: '/in', topic: 't' })))
  worker.addConnector(new Map(Object.entries({ name: 'out', 'connector.class': 'HdfsSink', 'hdfs.url': 'hdfs://namenode', topics: 't', 'flush.size': '30' })))
  cluster.onReady(() => { worker.process.start() })
  const look = lane.host('reader').process({ onStart: () => undefined, onEnd: () => undefined }, { name: 'reader', bootMicros: 0 })
  look.start()
  const until = (seconds: number) => { simulation.runUntil(seconds * 1_000_000) }
  const names = (at: number): readonly string[] => {
    const state: { names: readonly string[] } = { names: [] }
    runFlow(look, hdfs.client(look).listStatus('/topics/t/partition=0'), (outcome) => { if (outcome.isOk) state.names = outcome.value.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)) })
    until(at)
    return state.names
  }
  return { hdfs, worker, archive, until, names }
}

const three = ['t+0+0000000000+0000000029.txt', 't+0+0000000030+0000000059.txt', 't+0+0000000060+0000000089.txt']

describe('an HDFS sink', () => {
  it('names each full file by its offsets, and has delivered what is in files that have their names', () => {
    const { archive, until, names } = world()
    until(60)
    expect(names(61)).toEqual(three)
    expect(archive.distinct).toBe(90)
  })

  it('goes on behind the last file after a kill before any offset was committed, and writes no record into two files', () => {
    const { worker, archive, until, names } = world()
    let seconds = 5
    while (archive.distinct < 30) until(seconds += 0.01)
    worker.process.kill()
    until(seconds + 1)
    worker.process.start()
    until(seconds + 120)
    // The source had not written its position down either: the topic has every line twice, and the files every offset once.
    const offset = (number: number) => String(number).padStart(10, '0')
    expect(names(seconds + 121)).toEqual([0, 30, 60, 90, 120, 150].map((start) => `t+0+${offset(start)}+${offset(start + 29)}.txt`))
    expect(archive.deliveries).toBe(180)
  })

  it('has delivered no more what all data nodes lose with their power', () => {
    const { hdfs, archive, until } = world()
    until(20)
    expect(archive.distinct).toBe(90)
    for (const { process } of hdfs.dataNodes) process.host.powerCut()
    expect(archive.distinct).toBe(0)
  })

  it('waits for HDFS and reads again what had not got its name', () => {
    const { hdfs, archive, until } = world()
    until(2)
    hdfs.nameNode.process.kill()
    until(60)
    expect(archive.distinct).toBe(0)
    hdfs.nameNode.process.start()
    until(300)
    expect(archive.distinct).toBe(90)
  })
})
