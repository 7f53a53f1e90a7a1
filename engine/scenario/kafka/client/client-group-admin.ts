import type { CommittedOffset } from '../../../kafka/admin/group-calls.ts'
import { byTopic } from '../../../kafka/consumer/topic-partition.ts'
import type { GroupProgress } from '../../../kafka/coordinator/group-progress.ts'
import type { GroupOffsets, KafkaClient } from '../../api/kafka-client-types.ts'
import { describe, OptionError, OptionReader } from '../../check-options.ts'
import { alterOffsets } from '../alter-offsets.ts'
import { listOf, readOffset } from './client-requests.ts'
import { offsetsAt, type AskAdmin } from './client-topic-admin.ts'

type GroupAdmin = Pick<ReturnType<KafkaClient['admin']>, 'fetchOffsets' | 'setOffsets' | 'resetOffsets' | 'describeGroups' | 'deleteGroups'>

/** KafkaJS's admin calls about groups; the books hear of offsets that are moved. */
export function groupAdmin(ask: AskAdmin, progress: GroupProgress): GroupAdmin {
  return {
    fetchOffsets: async (request: unknown) => {
      const groupId = new OptionReader('fetchOffsets', request, ['groupId']).text('groupId')
      return groupOffsets(await ask<readonly CommittedOffset[]>('fetchOffsets', (connected, done) => { connected.groups.offsets(groupId, done) }))
    },
    setOffsets: async (request: unknown) => {
      const reader = new OptionReader('setOffsets', request, ['groupId', 'topic', 'partitions'])
      const [groupId, topic] = [reader.text('groupId'), reader.text('topic')]
      const offsets = listOf(reader, 'setOffsets', 'partitions').map((partition) => ({ topic, ...partitionOffset(partition) }))
      await ask<true>('setOffsets', (connected, done) => { alterOffsets({ admin: connected, progress, groupId }, offsets, done) })
    },
    resetOffsets: async (request: unknown) => {
      const reader = new OptionReader('resetOffsets', request, ['groupId', 'topic', 'earliest'])
      const groupId = reader.text('groupId')
      const offsets = await offsetsAt(ask, 'resetOffsets', reader.raw('topic'), reader.raw('earliest') === true)
      await ask<true>('resetOffsets', (connected, done) => { alterOffsets({ admin: connected, progress, groupId }, offsets, done) })
    },
    describeGroups: async (groupIds: unknown) => {
      const descriptions = await Promise.all(groupIdsOf('describeGroups', groupIds).map((groupId) => ask<{ readonly state: string; readonly members: readonly { readonly memberId: string; readonly clientId: string }[] }>('describeGroups', (connected, done) => { connected.groups.describe(groupId, done) })
        .then(({ state, members }) => ({ groupId, state, members: members.map(({ memberId, clientId }) => ({ memberId, clientId })) }))))
      return { groups: descriptions }
    },
    deleteGroups: async (groupIds: unknown) => {
      await Promise.all(groupIdsOf('deleteGroups', groupIds).map((groupId) => ask<true>('deleteGroups', (connected, done) => { connected.groups.delete(groupId, done) })))
    },
  }
}

function groupIdsOf(call: string, groupIds: unknown): readonly string[] {
  if (Array.isArray(groupIds) && groupIds.every((id) => typeof id === 'string')) return groupIds.map(String)
  throw new OptionError(`${call} takes an array of group ids, and got ${describe(groupIds)}.`)
}

/** KafkaJS writes offsets as texts. */
function partitionOffset(entry: unknown): { readonly partition: number; readonly offset: number } {
  const reader = new OptionReader('setOffsets', entry, ['partition', 'offset'])
  return { partition: reader.number('partition', Number.NaN, { min: 0, whole: true }), offset: readOffset(reader, 0) }
}

function groupOffsets(offsets: readonly CommittedOffset[]): GroupOffsets[] {
  return [...byTopic(offsets)].map(([topic, entries]) => ({ topic, partitions: entries.map(({ partition, offset }) => ({ partition, offset: String(offset) })) }))
}
