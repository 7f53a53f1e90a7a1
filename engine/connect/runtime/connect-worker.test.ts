import { describe, expect, it } from 'vitest'
import { eachEvent } from '../../flume/event/event-run.ts'
import { HostFiles } from '../../flume/files/host-files.ts'
import { KafkaCluster } from '../../kafka/cluster/kafka-cluster.ts'
import { groupCoordinator } from '../../kafka/coordinator/group-coordinator.ts'
import { GroupProgress } from '../../kafka/coordinator/group-progress.ts'
import { Lane } from '../../ledger/lane.ts'
import { RecordStreams } from '../../ledger/record-stream.ts'
import { Simulation } from '../../sim/simulation.ts'
import { ConnectWorker } from './connect-worker.ts'
import { restCall, type RestAnswer } from './rest-interface.ts'

const FILE = 'FileStream'

/** A broker, a worker that reads /in and writes /out, and a stream of lines that is owed to the sink. */
function world(lines: readonly string[], sink: Readonly<Record<string, string>> = {}, source: Readonly<Record<string, string>> = {}) {
  const simulation = new Simulation({ seed: 1, limits: { events: 5_000_000, virtualTimeMicros: 3_600_000_000 } })
  const lane = new Lane({ simulation, name: 'Kafka', streams: new RecordStreams(), offeredAt: () => 0, startMs: 1_700_000_000_000 })
  const single = { 'offsets.topic.replication.factor': '1', 'offsets.topic.num.partitions': '1', 'group.initial.rebalance.delay.ms': '0' }
  const cluster = new KafkaCluster(lane, { nodes: [{ id: 1, roles: ['broker', 'controller'] }], properties: single })
  const progress = new GroupProgress(cluster)
  cluster.addRequestHandlers(groupCoordinator(progress))
  cluster.createTopic({ name: 't', partitions: 1, replicationFactor: 1, configs: {} })
  cluster.start()
  const files = new HostFiles(lane, lane.host('connect'))
  const stream = lane.streams.add({ name: 'in', isUniform: false, valueBytes: (number) => lines[number]?.length ?? 0, value: (number) => lines[number] ?? '', key: () => undefined, headers: () => undefined })
  const archive = lane.ledger.destination('archive')
  lane.ledger.owe(stream.index, [archive.index])
  const run = { first: stream.base, count: lines.length }
  lane.ledger.offered(run, 'in')
  files.open('/in').write([run])
  const worker = new ConnectWorker({
    lane, host: lane.host('connect'), files, name: 'worker', bootMicros: 0, progress, destinations: () => [archive],
    properties: new Map([
      ['bootstrap.servers', cluster.bootstrapServers], ['key.converter', 'org.apache.kafka.connect.storage.StringConverter'],
      ['value.converter', 'org.apache.kafka.connect.storage.StringConverter'], ['offset.storage.file.filename', '/offsets'], ['offset.flush.interval.ms', '1000'],
    ]),
  })
  worker.addConnector(new Map(Object.entries({ name: 'in', 'connector.class': `${FILE}Source`, file: '/in', topic: 't', ...source })))
  worker.addConnector(new Map(Object.entries({ name: 'out', 'connector.class': `${FILE}Sink`, file: '/out', topics: 't', ...sink })))
  cluster.onReady(() => { worker.process.start() })
  const until = (seconds: number) => { simulation.runUntil(seconds * 1_000_000) }
  const out = () => {
    const file = files.find('/out')
    return file === undefined ? [] : [...eachEvent(file.read(0, file.lineCount))].map(({ first, body }) => body ?? lane.streams.valueOf(first))
  }
  const get = (path: string): RestAnswer['body'] => {
    const state: { body?: RestAnswer['body'] } = {}
    restCall(worker, { method: 'GET', path, body: null }, ({ body }) => { state.body = body })
    return state.body ?? null
  }
  return { lane, worker, until, out, get }
}

describe('a standalone worker', () => {
  it('carries the lines of a file through a topic into another file, and keeps both offsets', () => {
    const { lane, until, out, get } = world(['a', 'bb', 'ccc'])
    until(30)
    expect(out()).toEqual(['a', 'bb', 'ccc'])
    expect(get('/connectors/in/offsets')).toEqual({ offsets: [{ partition: { filename: '/in' }, offset: { position: 9 } }] })
    expect(lane.ledger.destinations[0]?.distinct).toBe(3)
  })

  it('writes nothing twice when it stops in good order and starts again', () => {
    const { worker, until, out } = world(['a', 'b'])
    until(30)
    worker.process.terminate()
    until(60)
    worker.process.start()
    until(90)
    expect(out()).toEqual(['a', 'b'])
  })

  it('reads and writes again what it had not committed when it is killed', () => {
    const { worker, lane, until, out } = world(['a', 'b'])
    let seconds = 0
    while (out().length < 2) until(seconds += 0.1)
    worker.process.kill()
    until(seconds + 1)
    worker.process.start()
    until(seconds + 90)
    expect(out().length).toBeGreaterThan(2)
    expect(lane.ledger.destinations[0]?.distinct).toBe(2)
  })

  it('fails a sink task at the first bad record, and goes on past it where errors are tolerated', () => {
    const json = { 'value.converter': 'org.apache.kafka.connect.json.JsonConverter', 'value.converter.schemas.enable': 'false' }
    const strict = world(['{"a":1}', 'not json', '5'], json)
    strict.until(30)
    expect([strict.out(), strict.worker.connectors.get('out')?.statuses[0]?.state]).toEqual([[], 'FAILED'])
    const tolerant = world(['{"a":1}', 'not json', '5'], { ...json, 'errors.tolerance': 'all' })
    tolerant.until(30)
    expect([tolerant.out(), tolerant.worker.connectors.get('out')?.statuses[0]?.state]).toEqual([['{a=1}', '5'], 'RUNNING'])
  })

  const hoisted = {
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter', transforms: 'hoist,where,mask,key', 'transforms.hoist.type': 'org.apache.kafka.connect.transforms.HoistField$Value',
    'transforms.hoist.field': 'line', 'transforms.where.type': 'org.apache.kafka.connect.transforms.InsertField$Value', 'transforms.where.static.field': 'host',
    'transforms.where.static.value': 'web', 'transforms.mask.type': 'org.apache.kafka.connect.transforms.MaskField$Value', 'transforms.mask.fields': 'line',
    'transforms.mask.replacement': '***', 'transforms.key.type': 'org.apache.kafka.connect.transforms.ValueToKey', 'transforms.key.fields': 'host',
  }

  it('writes into the topic what transformations and a converter have made of a source, as the same records', () => {
    const { lane, until, out } = world(['a', 'bb'], {}, { ...hoisted, 'key.converter': 'org.apache.kafka.connect.json.JsonConverter', 'key.converter.schemas.enable': 'false' })
    until(30)
    const fields = '[{"type":"string","optional":false,"field":"line"},{"type":"string","optional":true,"field":"host"}]'
    const value = `{"schema":{"type":"struct","fields":${fields},"optional":false},"payload":{"line":"***","host":"web"}}`
    expect(out()).toEqual([value, value])
    const made = lane.streams.all.find((stream) => stream.content.key(0) !== undefined)
    expect([made?.content.key(0), made?.content.valueBytes(0)]).toEqual(['{"host":"web"}', value.length])
    expect(lane.ledger.destinations[0]?.distinct).toBe(2)
    expect(lane.ledger.balance()[0]?.imbalances).toEqual([])
  })

  it('gives a sink with the same converter the fields back', () => {
    const json = { 'value.converter': 'org.apache.kafka.connect.json.JsonConverter' }
    const { until, out } = world(['a', 'bb'], { ...json, transforms: 'host', 'transforms.host.type': 'org.apache.kafka.connect.transforms.ExtractField$Value', 'transforms.host.field': 'host' }, hoisted)
    until(30)
    expect(out()).toEqual(['web', 'web'])
  })

  it('keeps both contents of a record that is sent twice and differs', () => {
    const stamped = {
      transforms: 'hoist,when', 'transforms.hoist.type': 'org.apache.kafka.connect.transforms.HoistField$Value', 'transforms.hoist.field': 'line',
      'transforms.when.type': 'org.apache.kafka.connect.transforms.InsertField$Value', 'transforms.when.timestamp.field': 'at', 'offset.flush.interval.ms': '60000',
    }
    const { worker, lane, until, out } = world(['a'], {}, stamped)
    let seconds = 0
    while (out().length < 1) until(seconds += 0.1)
    worker.process.kill()
    until(seconds + 2)
    worker.process.start()
    until(seconds + 90)
    expect(new Set(out()).size).toBe(2)
    expect(lane.ledger.destinations[0]).toMatchObject({ distinct: 1 })
    expect(lane.ledger.balance()[0]?.imbalances).toEqual([])
  })

  it('drops what a source filters, and passes over its bad records only where errors are tolerated', () => {
    const filter = { transforms: 'none', 'transforms.none.type': 'org.apache.kafka.connect.transforms.Filter' }
    const filtered = world(['a', 'b'], {}, filter)
    filtered.until(30)
    expect(filtered.lane.ledger.balance()[0]?.lines).toMatchObject([{ fate: 'filtered', count: 2 }])
    expect(filtered.get('/connectors/in/offsets')).toEqual({ offsets: [{ partition: { filename: '/in' }, offset: { position: 4 } }] })
    const bad = { transforms: 'key', 'transforms.key.type': 'org.apache.kafka.connect.transforms.ValueToKey', 'transforms.key.fields': 'id' }
    const strict = world(['a'], {}, bad)
    strict.until(30)
    expect(strict.worker.connectors.get('in')?.statuses[0]?.trace).toContain('Tolerance exceeded in error handler')
    const tolerant = world(['a'], {}, { ...bad, 'errors.tolerance': 'all' })
    tolerant.until(30)
    expect([tolerant.worker.connectors.get('in')?.statuses[0]?.state, tolerant.lane.ledger.balance()[0]?.lines[0]?.fate]).toEqual(['RUNNING', 'dropped'])
  })

  it('sends a bad record as it was to the dead letter queue', () => {
    const { worker, lane, until, out } = world(['{"a":1}', 'not json'], {
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter', 'value.converter.schemas.enable': 'false', 'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'dead', 'errors.deadletterqueue.topic.replication.factor': '1',
    })
    worker.addConnector(new Map(Object.entries({ name: 'dead', 'connector.class': `${FILE}Sink`, file: '/dead', topics: 'dead', 'consumer.override.metadata.max.age.ms': '1000' })))
    until(60)
    const dead = worker.options.files.find('/dead')
    expect(out()).toEqual(['{a=1}'])
    expect([...eachEvent(dead?.read(0, 10) ?? [])].map(({ first }) => lane.streams.valueOf(first))).toEqual(['not json'])
  })
})
