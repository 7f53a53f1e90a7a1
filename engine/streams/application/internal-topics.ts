import type { KafkaAdminClient } from '../../kafka/admin/kafka-admin-client.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import type { SubTopology } from '../topology/sub-topologies.ts'
import type { Topology } from '../topology/topology.ts'

/** How topics of the application's own are named and made. */
export interface InternalTopicOptions {
  readonly topology: Topology
  readonly subTopologies: readonly SubTopology[]
  readonly applicationId: string
  /** `replication.factor`; -1 for the broker's default. */
  readonly replicationFactor: number
}

const alreadyThere = 'org.apache.kafka.common.errors.TopicExistsException'

/**
 * Makes the repartition topics and changelogs that are not there yet (InternalTopicManager): a repartition topic has as
 * many partitions as the largest topic before it, a changelog as many as its sub-topology has tasks.
 */
export class InternalTopics {
  readonly #options: InternalTopicOptions
  readonly #admin: KafkaAdminClient
  readonly #partitions = new Map<string, number>()

  constructor(options: InternalTopicOptions, admin: KafkaAdminClient) {
    this.#options = options
    this.#admin = admin
  }

  /** A topic's name in the cluster. */
  fullName(topic: string): string {
    const { topology, applicationId } = this.#options
    return topology.isInternal(topic) ? `${applicationId}-${topic}` : topic
  }

  /** The name of a store's changelog in the cluster. */
  changelogOf(store: string): string {
    return `${this.#options.applicationId}-${store}-changelog`
  }

  /** Makes what is missing; gives the name of a source topic that does not exist, if there is one. */
  prepare(done: (missing: string | undefined) => void): void {
    const sources = [...new Set(this.#options.subTopologies.flatMap(({ topics }) => topics))].filter((topic) => !this.#options.topology.isInternal(topic))
    inTurn(sources, (topic, next) => {
      this.#admin.describeTopic(topic, (found) => {
        if (found instanceof KafkaException) done(topic)
        else {
          this.#partitions.set(topic, found.partitions.length)
          next()
        }
      })
    }, () => {
      this.#settlePartitions()
      this.#create(() => { done(undefined) })
    })
  }

  /** Repartition topics may follow each other: counts are passed on until nothing changes. */
  #settlePartitions(): void {
    const { topology, subTopologies } = this.#options
    for (let round = 0; round <= topology.internalTopics.length; round += 1) {
      for (const { name, partitions } of topology.internalTopics) {
        const writers = subTopologies.filter(({ nodes }) => nodes.some((node) => node.kind === 'sink' && node.topic === name))
        this.#partitions.set(name, partitions ?? Math.max(1, ...writers.map((writer) => this.#tasksOf(writer))))
      }
    }
  }

  #tasksOf({ topics }: SubTopology): number {
    return Math.max(0, ...topics.map((topic) => this.#partitions.get(topic) ?? 0))
  }

  #create(done: () => void): void {
    const { topology, subTopologies, replicationFactor } = this.#options
    const repartition = topology.internalTopics.map(({ name }) => ({ name: this.fullName(name), numPartitions: this.#partitions.get(name) ?? 1, policy: 'delete' }))
    const changelogs = subTopologies.flatMap((one) => one.loggedStores.map((store) => ({ name: this.changelogOf(store), numPartitions: this.#tasksOf(one), policy: 'compact' })))
    inTurn([...repartition, ...changelogs], ({ name, numPartitions, policy }, next) => {
      const configs = [{ name: 'cleanup.policy', value: policy }, ...(policy === 'delete' ? [{ name: 'retention.ms', value: '-1' }] : [])]
      this.#admin.createTopic({ name, numPartitions, replicationFactor, assignments: [], configs }, (result) => {
        if (result instanceof KafkaException && result.className !== alreadyThere) this.#admin.afterBackoff(() => { this.#create(done) })
        else next()
      })
    }, done)
  }
}

function inTurn<Item>(items: readonly Item[], step: (item: Item, next: () => void) => void, done: () => void): void {
  const [first, ...rest] = items
  if (first === undefined) done()
  else step(first, () => { inTurn(rest, step, done) })
}
