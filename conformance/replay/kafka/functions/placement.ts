import { placeReplicas, type UsableBroker } from '../../../../engine/kafka/controller/placement/striped-replica-placer.ts'
import type { BoundedRandom } from '../../../../engine/kafka/producer/partitioner/built-in-partitioner.ts'
import { KafkaException } from '../../../../engine/kafka/protocol/kafka-exception.ts'
import { numberOf, textOf, type Json } from '../../../json.ts'
import type { FunctionReplay } from './function-replay.ts'
import { JavaRandom } from './java-random.ts'

/** Where replicas go. */
export const placementFunctions: ReadonlyMap<string, FunctionReplay> = new Map<string, FunctionReplay>([['place-replicas', place]])

/** More different placements than this were not counted by the recorder. */
const countedPlacementsMax = 150
/** More different placements than this were not listed. */
const listedPlacementsMax = 8

type Placement = readonly (readonly number[])[]

function place(input: Json, setup: Json): Json {
  const tries = /(\d+) placements/.exec(textOf(setup, 'random'))?.[1]
  try {
    if (tries !== undefined) return overview(input, Number(tries))
    return { replicas: placed(input, randomOf(input)).map((replicas) => [...replicas]) }
  } catch (error) {
    if (error instanceof KafkaException) return { exception: error.className, message: error.message }
    throw error
  }
}

function randomOf(input: Json): BoundedRandom {
  const seed = numberOf(input, 'seed')
  if (seed !== undefined) return new JavaRandom(seed)
  const draw = numberOf(input, 'random') ?? 0
  return { nextInt: (bound) => draw % bound }
}

function placed(input: Json, random: BoundedRandom): Placement {
  const spec = { partitionCount: numberOf(input, 'partitions') ?? 1, replicationFactor: numberOf(input, 'replicationFactor') ?? 1 }
  return placeReplicas(spec, brokersOf(input), random)
}

/** Brokers are written `id[@rack][!]`; `!` means fenced. */
function brokersOf(input: Json): readonly UsableBroker[] {
  return textOf(input, 'brokers').split(/\s+/).filter((text) => text !== '').map((text) => {
    const [, id = '', rack, fenced] = /^(\d+)(?:@([^!]+))?(!)?$/.exec(text) ?? []
    return { id: Number(id), rack: rack ?? null, fenced: fenced !== undefined }
  })
}

function overview(input: Json, tries: number): Json {
  const brokers = brokersOf(input)
  const random = new JavaRandom(7)
  const placements = Array.from({ length: tries }, () => placed(input, random))
  const distinct = [...new Set(placements.map(placementText))].sort()
  const [firstLeaders, hasDuplicates] = [new Set(placements.map(([first]) => first?.[0] ?? -1)), placements.some((placement) => placement.some((replicas) => new Set(replicas).size !== replicas.length))]
  const common = {
    distinctPlacementsSeen: distinct.length > countedPlacementsMax ? `more than ${String(countedPlacementsMax)}` : distinct.length,
    firstLeaders: [...firstLeaders].sort((left, right) => left - right),
    fencedBrokerLeads: placements.some((placement) => placement.some(([leader]) => brokers.some(({ id, fenced }) => fenced && id === leader))),
    duplicateReplicas: hasDuplicates,
    twoReplicasInOneRackThoughRacksSuffice: placements.some((placement) => sharesRack(placement, brokers)),
  }
  if (distinct.length > countedPlacementsMax) return common
  return { ...common, ...spread(placements, brokers), allPlacements: distinct.length > listedPlacementsMax ? null : distinct }
}

function placementText(placement: Placement): string {
  return `[${placement.map((replicas) => `[${replicas.join(', ')}]`).join(', ')}]`
}

/** Whether replicas share a rack although there are enough racks with a broker that may lead. */
function sharesRack(placement: Placement, brokers: readonly UsableBroker[]): boolean {
  const rackOf = new Map(brokers.map(({ id, rack }) => [id, rack]))
  const usable = new Set(brokers.filter(({ fenced }) => !fenced).map(({ rack }) => rack))
  if (usable.size < 2) return false
  return placement.some((replicas) => replicas.length <= usable.size && new Set(replicas.map((id) => rackOf.get(id))).size < replicas.length && usable.size === new Set(rackOf.values()).size)
}

function spread(placements: readonly Placement[], brokers: readonly UsableBroker[]): Readonly<Record<string, number>> {
  const leaders: number[] = []
  const replicas: number[] = []
  for (const placement of placements) {
    for (const { id, fenced } of brokers) {
      if (!fenced) leaders.push(placement.filter(([leader]) => leader === id).length)
      replicas.push(placement.filter((list) => list.includes(id)).length)
    }
  }
  return {
    leadersPerUnfencedBrokerMin: least(leaders),
    leadersPerUnfencedBrokerMax: most(leaders),
    replicasPerBrokerMin: least(replicas),
    replicasPerBrokerMax: most(replicas),
  }
}

const least = (values: readonly number[]): number => values.reduce((min, value) => Math.min(min, value), Infinity)
const most = (values: readonly number[]): number => values.reduce((max, value) => Math.max(max, value), -Infinity)
