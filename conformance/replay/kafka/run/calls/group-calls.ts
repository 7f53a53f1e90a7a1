import type { CommittedOffset, GroupCalls, GroupDescription } from '../../../../../engine/kafka/admin/group-calls.ts'
import type { TopicPartition } from '../../../../../engine/kafka/consumer/topic-partition.ts'
import type { KafkaException } from '../../../../../engine/kafka/protocol/kafka-exception.ts'
import { isObject, listOf, plainText, property, textOf, type Json } from '../../../../json.ts'
import { NotReplayable } from '../../../replayer.ts'
import type { ReplayClient } from '../replay-client.ts'
import type { RunWorld } from '../run-world.ts'
import { splitPartition } from '../topic-partition-text.ts'
import { awaitCall, type Method } from './method.ts'

/** Calls of an admin client's API that are about groups. */
export const groupCalls: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['describeConsumerGroups', (world, client, args) => forEach(args, (group) => described(ask(world, client, (groups, done) => { groups.describe(group, done) })))],
  ['describeClassicGroups', (world, client, args) => forEach(args, (group) => described(ask(world, client, (groups, done) => { groups.describeClassic(group, done) })))],
  ['deleteConsumerGroups', (world, client, args) => forEach(args, (group) => {
    ask<true>(world, client, (groups, done) => { groups.delete(group, done) })
    return undefined
  })],
  ['listConsumerGroupOffsets', (world, client, args) => forEach(args, (group) => offsetsFound(groupOffsets(world, client, group)))],
  ['alterConsumerGroupOffsets', (world, client, args) => forEach(args, (group) => {
    ask<true>(world, client, (groups, done) => { groups.alterOffsets(group, offsetsOf(property(args, 'offsets')), done) })
    return undefined
  })],
  ['deleteConsumerGroupOffsets', (world, client, args) => forEach(args, (group) => {
    ask<true>(world, client, (groups, done) => { groups.deleteOffsets(group, listOf(args, 'partitions').map((text) => partitionOf(plainText(text))), done) })
    return undefined
  })],
  ['removeMembersFromConsumerGroup', (world, client, args) => forEach(args, (group) => {
    ask<true>(world, client, (groups, done) => { groups.removeMembers(group, listOf(args, 'instances').map(plainText), done) })
    return undefined
  })],
  ['listConsumerGroups', (world, client, args) => listed(world, client, args, ['consumer'])],
  ['listGroups', (world, client, args) => listed(world, client, args, [])],
])

/** A group's state, as `describeConsumerGroups` tells it. @throws KafkaException what its future throws */
export function groupState(world: RunWorld, client: ReplayClient, group: string): string {
  return ask<GroupDescription>(world, client, (groups, done) => { groups.describe(group, done) }).state
}

/** What a group has committed. @throws KafkaException what the call's future throws */
export function groupOffsets(world: RunWorld, client: ReplayClient, group: string): readonly CommittedOffset[] {
  return ask<readonly CommittedOffset[]>(world, client, (groups, done) => { groups.offsets(group, done) })
}

function ask<Result>(world: RunWorld, { id, admin }: ReplayClient, begin: (groups: GroupCalls, done: (value: Result | KafkaException) => void) => void): Result {
  if (admin === undefined) throw new NotReplayable(`the client ${id} is no admin client`)
  return awaitCall<Result>(world, (done) => { begin(admin.groups, done) })
}

/** `group`, or each of `groups`; the result is the last one's. */
function forEach(args: Json, act: (group: string) => Json | undefined): Json | undefined {
  const group = property(args, 'group')
  const groups = group === undefined ? listOf(args, 'groups').map(plainText) : [plainText(group)]
  return groups.reduce<Json | undefined>((_, each) => act(each), undefined)
}

function described({ groupId, state, type, assignor, members }: GroupDescription): Json {
  return { group: groupId, state, type, assignor, members: members.length, partitions: members.reduce((sum, { assignment }) => sum + assignment.length, 0) }
}

function listed(world: RunWorld, client: ReplayClient, args: Json, types: readonly string[]): Json {
  const states = listOf(args, 'states').map(plainText)
  const asked = listOf(args, 'types').map(plainText)
  const found = ask<readonly { readonly groupId: string; readonly protocolType: string }[]>(world, client, (groups, done) => { groups.list({ states, types: asked }, done) })
  const ids = found.filter(({ protocolType }) => types.length === 0 || protocolType === '' || types.includes(protocolType)).map(({ groupId }) => groupId).sort()
  return { groups: ids, count: ids.length, 'group-list': ids, text: `[${ids.join(', ')}]` }
}

/** Java's map of the offsets as a text, and its parts. */
function offsetsFound(offsets: readonly CommittedOffset[]): Json {
  const entries = offsets.map(({ topic, partition, offset, leaderEpoch, metadata }) => `${topic}-${String(partition)}=OffsetAndMetadata{offset=${String(offset)}, leaderEpoch=${leaderEpoch < 0 ? 'null' : String(leaderEpoch)}, metadata='${metadata}'}`)
  return { text: `{${entries.join(', ')}}`, count: offsets.length, offset: offsets[0]?.offset ?? null, offsets: Object.fromEntries(offsets.map(({ topic, partition, offset }) => [`${topic}-${String(partition)}`, offset])) }
}

function offsetsOf(offsets: Json | undefined): readonly CommittedOffset[] {
  return Object.entries(isObject(offsets) ? offsets : {}).map(([text, offset]) => ({ ...partitionOf(text), offset: Number(offset), leaderEpoch: -1, metadata: '' }))
}

function partitionOf(text: string): TopicPartition {
  const { topic, number } = splitPartition(text)
  return { topic, partition: number }
}

/** What a group of no other name is: the one that the run's members have. @throws NotReplayable when they have none */
export function groupOfMembers(setup: Json, named: string): string {
  if (named !== '') return named
  const member = listOf(setup, 'clients').find((client) => textOf(property(client, 'config') ?? null, 'group.id') !== '')
  if (member === undefined) throw new NotReplayable('the step names no group, and no client has one')
  return textOf(property(member, 'config') ?? null, 'group.id')
}
