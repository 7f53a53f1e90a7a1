import { StoreWriter } from '../../kafka/consumer/store-writer.ts'
import type { Process } from '../../sim/process.ts'
import { CodeBolt } from '../../storm/bolt/code-bolt.ts'
import { StoreBolt } from '../../storm/bolt/store-bolt.ts'
import { StormCluster } from '../../storm/cluster/storm-cluster.ts'
import type { StormConfigValue } from '../../storm/config/storm-defaults.ts'
import { stormDefaults } from '../../storm/config/storm-defaults.ts'
import { readTopologyConfig } from '../../storm/config/topology-config.ts'
import { KafkaConsumerPort } from '../../storm/spout/kafka-consumer-port.ts'
import { KafkaSpout } from '../../storm/spout/kafka-spout.ts'
import { StormException } from '../../storm/storm-exception.ts'
import { checkTopology, checkTopologyName } from '../../storm/topology/check-topology.ts'
import { TopologyBuilder, type StormTopology } from '../../storm/topology/topology-builder.ts'
import { Fields } from '../../storm/tuple/fields.ts'
import type { StormHandle } from '../api/storm-types.ts'
import { describe, nearest, OptionError, OptionReader } from '../check-options.ts'
import type { ClientGround } from '../kafka/client/client-application.ts'
import type { LaneScope } from '../lane/lane-scope.ts'
import { BoltDeclaration } from './bolt-declaration.ts'
import { ownBolt } from './own-bolt.ts'
import { readSpoutOptions, type DeclaredKafkaSpout } from './spout-options.ts'

/** Fields of a Kafka spout's tuples. Source: org.apache.storm.kafka.spout.DefaultRecordTranslator. */
const kafkaFields = ['topic', 'partition', 'offset', 'key', 'value']

/** Time from a worker's launch until its executors run: a JVM and the topology's code. */
const workerBootMicros = 4_000_000

/** Declares a Storm cluster with its topology, which is submitted when the Kafka cluster is ready. */
export class StormBuilder {
  readonly handle: StormHandle
  readonly #scope: LaneScope
  readonly #ground: () => ClientGround
  readonly #name: string
  readonly #config: Readonly<Record<string, StormConfigValue>>
  readonly #supervisors: number
  readonly #spouts = new Map<string, DeclaredKafkaSpout>()
  readonly #bolts: BoltDeclaration[] = []
  #cluster: StormCluster | undefined

  /** @throws OptionError */
  constructor(scope: LaneScope, ground: () => ClientGround, options: unknown) {
    const own = ['name', 'supervisors']
    const reader = new OptionReader('storm', options ?? {}, own, true)
    this.#scope = scope
    this.#ground = ground
    this.#name = reader.text('name', 'topology')
    this.#supervisors = reader.number('supervisors', 1, { min: 1, max: 30, whole: true })
    this.#config = this.#readConfig(reader.others(own))
    asOptionError('storm', () => { checkTopologyName(this.#name) })
    this.handle = this.#makeHandle()
    scope.play.prepare('makers', () => { this.#make() })
    const { modelParameters } = scope.play
    modelParameters.set('Storm worker start', { name: 'Storm: start of a worker', value: workerBootMicros, unit: 'µs', source: 'a modelling choice: a JVM and the topology’s code' })
  }

  #makeHandle(): StormHandle {
    const { lane, handles } = this.#scope
    const handle: StormHandle = Object.freeze({
      name: this.#name,
      kafkaSpout: (id: unknown, options: unknown) => {
        this.#requireOpen('kafkaSpout')
        if (typeof id !== 'string' || id === '') throw new OptionError(`kafkaSpout takes a name first, and got ${describe(id)}.`)
        this.#spouts.set(id, readSpoutOptions(this.#scope.play, id, options))
        return handle
      },
      bolt: (id: unknown, options: unknown) => {
        this.#requireOpen('bolt')
        const bolt = new BoltDeclaration(this.#scope, id, options, (call) => { this.#requireOpen(call) })
        this.#bolts.push(bolt)
        return bolt.handle
      },
      worker: (number: unknown) => {
        const workers = this.#cluster?.topologies.get(this.#name)?.workers ?? []
        const { process, address } = workers[Number(number) - 1] ?? {}
        if (process === undefined || address === undefined) throw new OptionError(`The topology has no worker ${describe(number)} at this moment: it has ${workers.length}.`, undefined, 'Workers are launched when the Kafka cluster is ready.')
        return Object.freeze(handles.process(lane, { host: address.host, name: process.name.slice(address.host.name.length + 1), process: () => process }, {}))
      },
      supervisor: (number: unknown) => handles.host(lane, lane.host(`supervisor-${String(number)}`)),
    })
    return handle
  }

  /** @throws OptionError for a value that Storm refuses */
  #readConfig(given: ReadonlyMap<string, unknown>): Readonly<Record<string, StormConfigValue>> {
    const config = new Map<string, StormConfigValue>()
    const at = new Error('configured here')
    for (const [key, value] of given) {
      if (value !== null && !['string', 'number', 'boolean'].includes(typeof value)) throw new OptionError(`storm: '${key}' must be a text, a number, true, false or null, and is ${describe(value)}.`, key)
      // Just looked at.
      config.set(key, value as StormConfigValue)
      if (key in stormDefaults) continue
      const near = nearest(key, Object.keys(stormDefaults))
      this.#scope.play.remarks.push({ severity: 'warning', message: `No class of Storm reads '${key}': Storm accepts it in silence.`, fix: near === undefined ? undefined : `Did you mean '${near}'?`, at, key })
    }
    const read = Object.fromEntries(config)
    asOptionError('storm', () => readTopologyConfig(read))
    return read
  }

  #requireOpen(call: string): void {
    if (this.#scope.play.isBuilt) throw new OptionError(`${call}: the topology runs already, and Storm cannot change it.`)
  }

  /** Checks the topology as nimbus will, and says whom its topics' records are owed to. */
  #make(): void {
    const { lane } = this.#scope
    const ground = this.#ground()
    const stores = this.#bolts.flatMap(({ store }) => store ?? [])
    if (stores.length === 0) throw new OptionError(`No bolt of topology '${this.#name}' writes to a store.`, undefined, "Say .writes(store('archive')) of its last bolt.")
    const destinations = stores.map(({ name }) => lane.ledger.destination(name).index)
    for (const { topics, groupId } of this.#spouts.values()) {
      for (const topic of topics) for (const destination of destinations) ground.addReader(groupId, topic, destination)
    }
    const topology = asOptionError('storm', () => {
      const built = this.#topology(ground)
      checkTopology(built)
      return built
    })
    const supervisors = Array.from({ length: this.#supervisors }, (_, index) => lane.host(`supervisor-${index + 1}`))
    const cluster = new StormCluster(lane, { supervisors, timing: { workerBootMicros } })
    this.#cluster = cluster
    ground.whenReady(() => { cluster.submitTopology(this.#name, this.#config, topology, () => destinations) })
  }

  #topology(ground: ClientGround): StormTopology {
    const builder = new TopologyBuilder()
    for (const [id, spout] of this.#spouts) {
      builder.setSpout(id, (worker) => this.#kafkaSpout(ground, id, spout, worker), { parallelism: spout.parallelism, fields: kafkaFields })
    }
    for (const bolt of this.#bolts) {
      const declarer = builder.setBolt(bolt.id, (worker) => this.#bolt(bolt, worker), { parallelism: bolt.parallelism, fields: this.#fieldsOf(bolt.id) })
      for (const { from, grouping } of bolt.groupings) declarer.grouping(from, grouping)
    }
    return builder.createTopology()
  }

  /** What a component emits; a bolt that says nothing emits what it gets. */
  #fieldsOf(component: string, seen: readonly string[] = []): readonly string[] {
    const bolt = this.#bolts.find(({ id }) => id === component)
    const from = bolt?.groupings[0]?.from
    if (bolt?.fields !== undefined) return bolt.fields
    return from === undefined || seen.includes(from) ? kafkaFields : this.#fieldsOf(from, [...seen, component])
  }

  #bolt({ id, executeMicros, execute, store }: BoltDeclaration, worker: Process): CodeBolt | StoreBolt {
    const { play, lane } = this.#scope
    if (store !== undefined) {
      return new StoreBolt(executeMicros, () => {
        const writer = new StoreWriter({ lane, process: worker, store: store.recordStore(), destination: store.name, client: worker.name })
        return { write: (_tuple, run, done) => { writer.write({ topic: '', partition: 0, offset: 0, run, leaderEpoch: -1, timestampMs: 0 }, done) } }
      })
    }
    if (execute !== undefined) return new CodeBolt(executeMicros, ownBolt(play, id, execute, (component) => new Fields(this.#fieldsOf(component))))
    return new CodeBolt(executeMicros, (tuple, collector) => {
      collector.emit([tuple], tuple.values)
      collector.ack(tuple)
    })
  }

  #kafkaSpout({ cluster, progress, bootstrapServers }: ClientGround, id: string, { topics, config, properties }: DeclaredKafkaSpout, worker: Process): KafkaSpout {
    const { lane } = this.#scope
    const name = `${worker.name}/${id}`
    return new KafkaSpout({
      config, topologyId: this.#name,
      nowMicros: () => lane.simulation.nowMicros,
      consumer: () => new KafkaConsumerPort({ lane, process: worker, name, clientId: id }, { 'bootstrap.servers': bootstrapServers, ...properties }, progress),
      partitions: () => topics.flatMap((topic) => (cluster.image?.topic(topic)?.partitions ?? []).map((_, partition) => ({ topic, partition }))),
      translate: ({ topic, partition, offset, record }) => [topic, partition, offset, lane.streams.keyOf(record) ?? null, lane.streams.valueOf(record)],
      onMaxRetryReached: ({ record }, numFails) => {
        const destinations = this.#bolts.flatMap(({ store }) => (store === undefined ? [] : [lane.ledger.destination(store.name).index]))
        lane.ledger.copyEnded({ first: record, count: 1 }, { fate: 'dropped', place: name, cause: `the spout gave up after ${numFails - 1} retries, and committed beyond it`, isStored: true, destinations })
      },
      log: (level, message) => { worker.log(name, level, message) },
    })
  }
}

/** Storm's exceptions about what the reader wrote, as errors of the call. */
function asOptionError<Result>(call: string, action: () => Result): Result {
  try {
    return action()
  } catch (error) {
    if (error instanceof StormException) throw new OptionError(`${call}: ${error.className}: ${error.message}`)
    throw error
  }
}
