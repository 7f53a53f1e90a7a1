import { Lane } from '../../../ledger/lane.ts'
import type { Destination } from '../../../ledger/lane-ledger.ts'
import { RecordStreams } from '../../../ledger/record-stream.ts'
import type { Process } from '../../../sim/process.ts'
import { Simulation } from '../../../sim/simulation.ts'
import { plainContent } from '../../client/testing/fake-broker.ts'
import type { NodeSpec } from '../../cluster/cluster-options.ts'
import { KafkaCluster } from '../../cluster/kafka-cluster.ts'
import { groupCoordinator } from '../../coordinator/group-coordinator.ts'
import { GroupProgress } from '../../coordinator/group-progress.ts'
import { KafkaProducer } from '../../producer/kafka-producer.ts'
import { ConsumerLoop, type CommitStyle } from '../consumer-loop.ts'
import { KafkaConsumer } from '../kafka-consumer.ts'
import type { RecordStore } from '../record-store.ts'
import { StoreWriter } from '../store-writer.ts'
import { partitionName } from '../topic-partition.ts'

/** How a member of the test's group behaves. */
export interface MemberOptions {
  readonly commit?: CommitStyle
  readonly handlerMicros?: number
  readonly properties?: Readonly<Record<string, string>>
  readonly store?: RecordStore
}

/** Three brokers, a topic, a producer that sends by the clock, and members that are started when a test says so. */
export class Stage {
  readonly simulation: Simulation
  readonly lane: Lane
  readonly cluster: KafkaCluster
  readonly progress: GroupProgress
  readonly destination: Destination
  readonly events: string[] = []
  readonly loops = new Map<string, ConsumerLoop>()
  sent = 0
  zeroMicros = 0

  constructor(options: { readonly seed?: number; readonly partitions?: number; readonly properties?: Readonly<Record<string, string>>; readonly racks?: readonly string[] } = {}) {
    this.simulation = new Simulation({ seed: options.seed ?? 1 })
    const streams = new RecordStreams()
    streams.add(plainContent(20))
    this.lane = new Lane({ simulation: this.simulation, name: 'Kafka', streams, offeredAt: () => 0, startMs: 1_700_000_000_000 })
    this.destination = this.lane.ledger.destination('g')
    this.lane.ledger.owe(0, [this.destination.index])
    const brokers = [1, 2, 3].map((id): NodeSpec => ({ id, roles: ['broker'], ...(options.racks === undefined ? {} : { properties: { 'broker.rack': options.racks[id - 1] ?? '' } }) }))
    const nodes: readonly NodeSpec[] = [...brokers, { id: 100, roles: ['controller'] }]
    this.cluster = new KafkaCluster(this.lane, { nodes, properties: { 'offsets.topic.num.partitions': '1', ...options.properties } })
    this.progress = new GroupProgress(this.cluster)
    this.cluster.addRequestHandlers(groupCoordinator(this.progress))
    this.progress.addReader('g', 't', this.destination.index)
    const partitions = options.partitions ?? 1
    this.cluster.createTopic({ name: 't', assignment: Array.from({ length: partitions }, (_, index) => [index, index + 1, index + 2].map((id) => (id % 3) + 1)) })
    this.cluster.start()
  }

  /** Runs `plan` when the cluster is ready, and the simulation until so many seconds later. */
  run(seconds: number, plan: () => void): void {
    this.cluster.onReady(() => {
      this.zeroMicros = this.simulation.nowMicros
      plan()
      this.at(seconds, () => { this.simulation.endMicros = this.simulation.nowMicros })
    })
    this.simulation.endMicros = (seconds + 60) * 1_000_000
    while (this.simulation.advance() === 'instant');
  }

  /** Does something so many seconds after the cluster was ready. */
  at(seconds: number, act: () => void): void {
    this.simulation.at(this.zeroMicros + Math.round(seconds * 1_000_000), this.simulation.owner('test'), act)
  }

  /** Sends a record each period, round robin over the partitions, until a moment. */
  flow(options: { readonly partitions: number; readonly periodMs: number; readonly untilSeconds: number }): void {
    const process: Process = this.lane.host('app').process({
      onStart: () => {
        const producer = new KafkaProducer({
          context: { lane: this.lane, process, name: `${process.name}/p`, clientId: 'p' },
          properties: { 'bootstrap.servers': this.cluster.bootstrapServers, 'linger.ms': '0' },
        })
        const tick = (): void => {
          if (this.simulation.nowMicros - this.zeroMicros > options.untilSeconds * 1_000_000) return
          const run = { first: this.sent++, count: 1 }
          this.lane.ledger.offered(run, 'door')
          producer.send({ topic: 't', partition: run.first % options.partitions, run })
          process.after(options.periodMs * 1000, tick)
        }
        tick()
      },
      onEnd: () => undefined,
    }, { name: 'app', bootMicros: 0 })
    process.start()
  }

  /** Starts a member of group `g` that reads topic `t`. */
  member(id: string, options: MemberOptions = {}): Process {
    const process: Process = this.lane.host(id).process({
      onStart: () => { this.#startMember(process, id, options) },
      onEnd: () => undefined,
    }, { name: 'member', bootMicros: 0 })
    process.start()
    return process
  }

  #startMember(process: Process, id: string, options: MemberOptions): void {
    const context = { lane: this.lane, process, name: `${process.name}/c`, clientId: id }
    const note = (what: string): void => { this.events.push(`${String(Math.floor((this.simulation.nowMicros - this.zeroMicros) / 1e6))} ${id} ${what}`) }
    const text = (partitions: readonly { readonly topic: string; readonly partition: number }[]): string => partitions.map(partitionName).join(' ')
    const consumer = new KafkaConsumer({
      context, progress: this.progress,
      properties: { 'bootstrap.servers': this.cluster.bootstrapServers, 'group.id': 'g', 'auto.offset.reset': 'earliest', ...options.properties },
    })
    consumer.subscribe(['t'], {
      onPartitionsAssigned: (partitions) => { note(`assigned ${text(partitions)}`) },
      onPartitionsRevoked: (partitions) => { note(`revoked ${text(partitions)}`) },
      onPartitionsLost: (partitions) => { note(`lost ${text(partitions)}`) },
    })
    const writer = options.store === undefined ? undefined
      : new StoreWriter({ lane: this.lane, process, store: options.store, destination: 'g', client: context.name })
    const loop = new ConsumerLoop({
      context, consumer, pollMs: 100, commit: options.commit ?? 'auto', handlerMicros: options.handlerMicros ?? 0, destination: this.destination,
      ...(writer === undefined ? {} : { isDeliveredElsewhere: true, handler: (records, done) => { writer.write(records, done) } }),
      onError: (error, what) => {
        note(`${what} ${error.className}`)
        return true
      },
    })
    this.loops.set(id, loop)
    loop.start()
  }
}
