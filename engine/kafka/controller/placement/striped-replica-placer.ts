import { grownTableSize, hashOrder } from '../../java/hash-order.ts'
import { KafkaException } from '../../protocol/kafka-exception.ts'
import type { BoundedRandom } from '../../producer/partitioner/built-in-partitioner.ts'
import { BrokerList, shuffle } from './broker-list.ts'

/** A registered broker that may get replicas. */
export interface UsableBroker {
  readonly id: number
  /** Its broker.rack, null if not set. */
  readonly rack: string | null
  readonly fenced: boolean
}

/** How many partitions and replicas are wanted. */
export interface PlacementSpec {
  readonly partitionCount: number
  readonly replicationFactor: number
}

interface Rack {
  readonly name: string | null
  readonly fenced: BrokerList
  readonly unfenced: BrokerList
}

/**
 * Replicas of each partition, the preferred leader first: spread over racks, then over brokers, with a leader that
 * is not fenced (StripedReplicaPlacer).
 *
 * @throws KafkaException InvalidReplicationFactorException, when there are too few brokers
 */
export function placeReplicas(
  spec: PlacementSpec,
  brokers: readonly UsableBroker[],
  random: BoundedRandom,
): readonly (readonly number[])[] {
  const { replicationFactor } = spec
  const unfencedCount = brokers.filter((broker) => !broker.fenced).length
  checkReplicationFactor(replicationFactor, unfencedCount, brokers.length)
  const stripes = new RackStripes(brokers, unfencedCount, random)
  return Array.from({ length: spec.partitionCount }, () => stripes.place(replicationFactor))
}

/** The circle of racks that partitions are laid along, one place further for each. */
class RackStripes {
  readonly #random: BoundedRandom
  readonly #racks: Rack[]
  /** The racks in the order in which Java's HashMap lists them, which is the order of their draws. */
  readonly #drawOrder: readonly Rack[]
  readonly #unfencedCount: number
  #round = 0
  #offset: number

  constructor(brokers: readonly UsableBroker[], unfencedCount: number, random: BoundedRandom) {
    this.#random = random
    this.#unfencedCount = unfencedCount
    const racks = racksOf(brokers)
    this.#drawOrder = inHashOrder(racks)
    for (const rack of this.#drawOrder) {
      rack.fenced.begin(random)
      rack.unfenced.begin(random)
    }
    this.#racks = racks.sort(byName)
    this.#offset = random.nextInt(racks.length)
  }

  place(replicationFactor: number): readonly number[] {
    // After one round over all unfenced brokers the stripes would repeat themselves.
    if (this.#round === this.#unfencedCount && this.#unfencedCount > 1) {
      shuffle(this.#racks, this.#random)
      for (const rack of this.#drawOrder) {
        rack.fenced.shuffle(this.#random)
        rack.unfenced.shuffle(this.#random)
      }
      this.#round = 0
    }
    if (this.#offset === this.#racks.length) this.#offset = 0
    const replicas = this.#stripe(replicationFactor)
    this.#round += 1
    this.#offset += 1
    return replicas
  }

  #stripe(replicationFactor: number): readonly number[] {
    const round = this.#round
    const leader = this.#firstUnfenced(round)
    const replicas = [leader.broker]
    // The leader's rack has given its replica: it is passed over the first time the circle reaches it.
    let passedOver = false
    for (let at = this.#offset; replicas.length < replicationFactor; at = (at + 1) % this.#racks.length) {
      if (at === leader.rackIndex && !passedOver) {
        passedOver = true
        continue
      }
      const rack = this.#racks[at]
      const broker = rack?.unfenced.next(round) ?? rack?.fenced.next(round)
      if (broker !== undefined) replicas.push(broker)
    }
    return replicas
  }

  #firstUnfenced(round: number): { readonly broker: number; readonly rackIndex: number } {
    for (let rackIndex = this.#offset; ; rackIndex = (rackIndex + 1) % this.#racks.length) {
      const broker = this.#racks[rackIndex]?.unfenced.next(round)
      if (broker !== undefined) return { broker, rackIndex }
    }
  }
}

function racksOf(brokers: readonly UsableBroker[]): Rack[] {
  const racks = new Map<string | null, Rack>()
  for (const { id, rack: name, fenced } of brokers) {
    const rack = racks.get(name) ?? { name, fenced: new BrokerList(), unfenced: new BrokerList() }
    racks.set(name, rack)
    rack[fenced ? 'fenced' : 'unfenced'].add(id)
  }
  return [...racks.values()]
}

/** A broker without a rack hashes to 0, as the empty text does: an empty Optional's hash. */
function inHashOrder(racks: readonly Rack[]): readonly Rack[] {
  return hashOrder(racks, ({ name }) => name ?? '', grownTableSize(racks.length))
}

/** Racks by name; brokers without a rack come first. */
function byName(left: Rack, right: Rack): number {
  if (left.name === right.name) return 0
  return left.name === null || (right.name !== null && left.name < right.name) ? -1 : 1
}

function checkReplicationFactor(replicationFactor: number, unfencedCount: number, brokerCount: number): void {
  if (replicationFactor <= 0) {
    throw refusal(`Invalid replication factor ${replicationFactor}: the replication factor must be positive.`)
  }
  if (unfencedCount === 0) {
    throw refusal('All brokers are currently fenced, or have all their log directories cordoned.')
  }
  if (replicationFactor > brokerCount) {
    throw refusal(
      `The target replication factor of ${replicationFactor} cannot be reached because only ${brokerCount} ` +
        'broker(s) are registered or some brokers have all their log directories cordoned.',
    )
  }
}

function refusal(message: string): KafkaException {
  return new KafkaException('org.apache.kafka.common.errors.InvalidReplicationFactorException', message)
}
