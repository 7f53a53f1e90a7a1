import { KafkaAdminClient } from '../../../../engine/kafka/admin/kafka-admin-client.ts'
import type { ClientContext } from '../../../../engine/kafka/client/client-context.ts'
import type { KafkaCluster } from '../../../../engine/kafka/cluster/kafka-cluster.ts'
import { KafkaConsumer } from '../../../../engine/kafka/consumer/kafka-consumer.ts'
import { KafkaProducer } from '../../../../engine/kafka/producer/kafka-producer.ts'
import type { Lane } from '../../../../engine/ledger/lane.ts'
import type { Process } from '../../../../engine/sim/process.ts'
import { isList, isObject, listOf, plainText, property, textOf, type Json, type JsonObject } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import type { ClusterView } from './cluster-view.ts'
import { ClientRecords } from './client-records.ts'
import { freeShare } from './free-phase.ts'
import type { ReplayClient } from './replay-client.ts'
import { ReplayConsumer } from './replay-consumer.ts'
import { ReplayMember } from './replay-member.ts'
import { SendLog } from './send-log.ts'
import { splitPartition } from './topic-partition-text.ts'

/** An address at which nothing listens. */
const deadPort = 9

/** How late threads of the recorders' busy machines woke from a sleep, in virtual microseconds. */
const wakeLateMicros = { least: 900, most: 3000 } as const

const knownTypes = new Set(['producer', 'consumer', 'admin', 'member'])

/** What clients are made from. */
export interface ClientFactoryOptions {
  readonly lane: Lane
  readonly cluster: KafkaCluster
  readonly view: ClusterView
  /** Entries of `setup.clients`. */
  readonly specs: readonly Json[]
  readonly node: (value: Json) => number
}

/** Constructs the clients of a run, each in a process of its own on one machine. */
export class ClientFactory {
  readonly #options: ClientFactoryOptions
  readonly #clients = new Map<string, ReplayClient>()
  #freshCount = 0

  constructor(options: ClientFactoryOptions) {
    this.#options = options
  }

  /** Constructs every client that is not lazy, and whose type is known. */
  constructAll(): void {
    for (const spec of this.#options.specs) {
      if (isObject(spec) && spec['lazy'] !== true && knownTypes.has(textOf(spec, 'type')) && !this.#clients.has(textOf(spec, 'id'))) this.#construct(spec)
    }
  }

  /** A client by its id. @throws NotReplayable for an unknown one */
  get(id: string): ReplayClient {
    const known = this.#clients.get(id)
    if (known !== undefined) return known
    const spec = this.#options.specs.find((candidate) => textOf(candidate, 'id') === id)
    if (!isObject(spec)) throw new NotReplayable(`there is no client ${id}`)
    return this.#construct(spec)
  }

  /** A client that no entry of the setup describes; `reuse` keeps it under that name. @throws KafkaException what its constructor throws */
  fresh(spec: JsonObject): ReplayClient {
    const name = textOf(spec, 'reuse')
    const known = name === '' ? undefined : this.#clients.get(`fresh-${name}`)
    if (known !== undefined) return known
    this.#freshCount++
    return this.#construct({ ...spec, id: `fresh-${name === '' ? String(this.#freshCount) : name}` })
  }

  #construct(spec: JsonObject): ReplayClient {
    const { lane } = this.#options
    const id = textOf(spec, 'id')
    const isMember = textOf(spec, 'type') === 'member'
    const process = lane.host(isMember ? `driver-${id}` : 'driver').process({ onStart: () => undefined, onEnd: () => undefined }, { name: id, bootMicros: 0, startsWithHost: false })
    if (!isMember) process.start()
    const records = new ClientRecords(id)
    const client: ReplayClient = {
      id,
      spec,
      type: textOf(spec, 'type'),
      process,
      records,
      stream: lane.streams.add(records),
      sendLog: new SendLog(),
      producer: undefined,
      consumer: undefined,
      admin: undefined,
      member: undefined,
      stopFlow: undefined,
    }
    this.#connect(client, { lane, process, name: `${process.name}/client`, clientId: id, wakeLateMicros: this.#wakeLateMicros() })
    this.#clients.set(id, client)
    return client
  }

  /** How busy the machine was differed from run to run. */
  #wakeLateMicros(): number {
    const share = freeShare(this.#options.lane.simulation.seed, 'load') ** 2
    return Math.floor(wakeLateMicros.least + share * (wakeLateMicros.most - wakeLateMicros.least))
  }

  #connect(client: ReplayClient, context: ClientContext): void {
    const properties = this.#properties(client.spec)
    switch (client.type) {
      case 'producer':
        client.producer = new KafkaProducer({ context, properties })
        break
      case 'consumer':
        client.consumer = this.#consumer(client, context, properties)
        break
      case 'admin':
        client.admin = new KafkaAdminClient({ context, properties })
        break
      case 'member':
        client.member = new ReplayMember(client.spec, context, properties)
        break
      default:
        throw new NotReplayable(`clients of the type ${client.type} are not replayed yet`)
    }
  }

  #consumer({ spec }: ReplayClient, context: ClientContext, properties: Readonly<Record<string, string>>): ReplayConsumer {
    const assigned = listOf(spec, 'assign').map((text) => {
      const { topic, number } = splitPartition(plainText(text))
      return { topic, partition: number }
    })
    return new ReplayConsumer(new KafkaConsumer({ context, properties }), processOf(context), assigned)
  }

  /** The client's own keys over the bootstrap servers. */
  #properties(spec: JsonObject): Readonly<Record<string, string>> {
    const config = spec['config']
    const own = isObject(config) ? Object.entries(config).map(([key, value]): [string, string] => [key, plainText(value)]) : []
    return { 'bootstrap.servers': this.#bootstrap(property(spec, 'bootstrap')), ...Object.fromEntries(own) }
  }

  #bootstrap(bootstrap: Json | undefined): string {
    const { view, node, lane } = this.#options
    if (bootstrap === undefined) return view.bootstrap()
    if (isList(bootstrap) && !bootstrap.some((entry) => /port/.test(plainText(entry)))) return view.bootstrap(bootstrap.map(node))
    return `${lane.host('driver').name}:${String(deadPort)}`
  }
}

function processOf({ process }: ClientContext): Process {
  return process
}
