import type { Assignor, GroupMember } from '../../../../engine/kafka/consumer/assignor/assignor.ts'
import { assignorsOf } from '../../../../engine/kafka/consumer/assignor/assignors.ts'
import { byTopic, partitionName, type TopicPartition } from '../../../../engine/kafka/consumer/topic-partition.ts'
import { serverAssignorOf } from '../../../../engine/kafka/coordinator/assignor/server-assignors.ts'
import type { ConsumerProtocolTopicPartitions } from '../../../../engine/kafka/protocol/consumer-protocol.ts'
import { KafkaException } from '../../../../engine/kafka/protocol/kafka-exception.ts'
import { isObject, listOf, numberOf, plainText, property, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import type { FunctionReplay } from './function-replay.ts'

/** How the assignors share partitions out. */
export const assignFunctions: ReadonlyMap<string, FunctionReplay> = new Map<string, FunctionReplay>([['assign', assign]])

const racksKey = 'replicaRacksOfPartition0,1,..'

function assign(input: Json, setup: Json): Json {
  if (textOf(setup, 'side') === 'broker') return assignAtBroker(input, textOf(setup, 'assignor'))
  return property(input, racksKey) === undefined ? assignAtClient(input, textOf(setup, 'assignor')) : assignByRack(input)
}

function assignAtClient(input: Json, name: string): Json {
  const members = membersOf(input).map(([memberId, member]) => groupMember(memberId, member, name === 'sticky'))
  const assignment = clientAssignor(name).assign(members, countsOf(input))
  const result = { assignment: texts(assignment) }
  if (name !== 'cooperative-sticky') return result
  const revokes = membersOf(input).some(([memberId, member]) => listOf(member, 'previous').some((owned) => result.assignment[memberId]?.includes(plainText(owned)) !== true))
  return { ...result, someMemberRevokes: revokes }
}

function assignByRack(input: Json): Json {
  const topic = textOf(input, 'topic')
  const racks = textOf(input, racksKey).split(' ').map((text) => text.split(','))
  const members = textOf(input, 'memberRacks').split(' ').map((text): GroupMember => {
    const [memberId = '', rack = '-'] = text.split(':')
    return { memberId, groupInstanceId: null, subscription: { topics: [topic], userData: null, ownedPartitions: [], generationId: -1, rackId: rack === '-' ? null : rack } }
  })
  const replicaRacks = new Map(racks.map((known, partition) => [partitionName({ topic, partition }), known]))
  const [assignor] = assignorsOf([`.${textOf(input, 'assignor')}`])
  if (assignor === undefined) throw new NotReplayable(`the assignor ${textOf(input, 'assignor')} is not modelled`)
  return { assignment: texts(assignor.assign(members, new Map([[topic, racks.length]]), replicaRacks)) }
}

/** Broker side: partitions are compared as sets, so they come sorted. */
function assignAtBroker(input: Json, name: string): Json {
  const counts = countsOf(input)
  const assignor = serverAssignorOf(name)
  if (assignor === undefined) throw new NotReplayable(`the assignor ${name} is not modelled`)
  try {
    const assignment = assignor.assign({
      partitions: counts,
      members: membersOf(input).map(([memberId, member]) => ({
        memberId, instanceId: instanceOf(member),
        topics: listOf(member, 'topics').map(String).filter((topic) => counts.has(topic)),
        target: new Map(grouped(member).map(({ topic, partitions }) => [topic, partitions])),
      })),
    })
    return {
      assignment: Object.fromEntries([...assignment].map(([memberId, topics]) => [memberId,
        [...counts.keys()].sort().flatMap((topic) => [...(topics.get(topic) ?? [])].sort((left, right) => left - right).map((partition) => partitionName({ topic, partition })))])),
    }
  } catch (error) {
    if (error instanceof KafkaException) return { exception: error.className, message: error.message }
    throw error
  }
}

function clientAssignor(name: string): Assignor {
  const all = assignorsOf(['.RangeAssignor', '.RoundRobinAssignor', '.StickyAssignor', '.CooperativeStickyAssignor'])
  const found = all.find((assignor) => assignor.name === name)
  if (found === undefined) throw new NotReplayable(`the assignor ${name} is not modelled`)
  return found
}

/** Members in the order of the map handed in. */
function membersOf(input: Json): readonly (readonly [string, Json])[] {
  const members = property(input, 'members')
  if (!isObject(members)) return []
  const order = listOf(input, 'memberMapOrder').map(String)
  const ids = order.length > 0 ? order : Object.keys(members)
  return ids.map((id) => [id, members[id] ?? null])
}

function countsOf(input: Json): ReadonlyMap<string, number> {
  const topics = property(input, 'topics')
  return new Map(isObject(topics) ? Object.entries(topics).map(([topic, count]) => [topic, Number(count)]) : [])
}

/** The eager sticky assignor keeps its state in user data, the cooperative one in the subscription. */
function groupMember(memberId: string, member: Json, isSticky: boolean): GroupMember {
  const owned = grouped(member)
  const generation = numberOf(member, 'previousGeneration') ?? -1
  return {
    memberId, groupInstanceId: instanceOf(member),
    subscription: {
      topics: listOf(member, 'topics').map(String), rackId: null,
      userData: isSticky ? { previousAssignment: owned, generation } : null,
      ownedPartitions: isSticky ? [] : owned, generationId: generation,
    },
  }
}

function instanceOf(member: Json): string | null {
  return textOf(member, 'instanceId') || null
}

function grouped(member: Json): readonly ConsumerProtocolTopicPartitions[] {
  const owned = listOf(member, 'previous').map((text): TopicPartition => {
    const [, topic = '', partition = ''] = /^(.*)-(\d+)$/.exec(plainText(text)) ?? []
    return { topic, partition: Number(partition) }
  })
  return [...byTopic(owned)].map(([topic, entries]) => ({ topic, partitions: entries.map(({ partition }) => partition) }))
}

function texts(assignment: ReadonlyMap<string, readonly TopicPartition[]>): Record<string, string[]> {
  return Object.fromEntries([...assignment].map(([memberId, partitions]) => [memberId, partitions.map(partitionName)]))
}
