import { describe, expect, it } from 'vitest'
import type { Process } from '../../sim/process.ts'
import { Stage } from '../consumer/testing/stage.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import type { GroupCalls, GroupDescription } from './group-calls.ts'
import { KafkaAdminClient } from './kafka-admin-client.ts'

const modern = { 'group.protocol': 'consumer' }
/** Offsets of groups without members live for a minute. */
const shortRetention = { 'offsets.retention.minutes': '1', 'offsets.retention.check.interval.ms': '5000' }

function administer(stage: Stage, plan: (groups: GroupCalls) => void): void {
  const process: Process = stage.lane.host('desk').process({
    onStart: () => {
      const context = { lane: stage.lane, process, name: `${process.name}/admin`, clientId: 'admin' }
      plan(new KafkaAdminClient({ context, properties: { 'bootstrap.servers': stage.cluster.bootstrapServers } }).groups)
    },
    onEnd: () => undefined,
  }, { name: 'admin', bootMicros: 0 })
  process.start()
}

const textOf = (result: unknown): string => (result instanceof KafkaException ? `${result.className.replace(/.*\./, '')}: ${result.message}` : 'ok')
const stateOf = (result: GroupDescription | KafkaException): string => (result instanceof KafkaException ? textOf(result) : `${result.type} ${result.state} ${result.assignor} ${String(result.members.length)}`)
const partition = { topic: 't', partition: 0 }

/** What Kafka 4.3.0 answers while a group has a member, whichever its protocol. */
const refusals = [
  'UnknownMemberIdException: Failed altering group offsets for the following partitions: [t-0]',
  'GroupNotEmptyException: The group is not empty.',
  'GroupSubscribedToTopicException: Deleting offsets of a topic is forbidden while the consumer group is actively subscribed to it.',
]

describe('calls of an admin client about groups', () => {
  it.each([{ protocol: 'classic', properties: {}, described: 'Classic Stable range 1' }, { protocol: 'consumer', properties: modern, described: 'Consumer Stable uniform 1' }])('describes a $protocol group, and refuses to change it while it has members', ({ properties, described }) => {
    const stage = new Stage({ partitions: 2 })
    const notes: string[] = []
    const note = (result: unknown): void => { notes.push(textOf(result)) }
    stage.run(30, () => {
      stage.member('m1', { properties })
      stage.at(20, () => {
        administer(stage, (groups) => {
          groups.alterOffsets('g', [{ ...partition, offset: 1, leaderEpoch: -1, metadata: '' }], (altered) => {
            note(altered)
            groups.delete('g', (deleted) => {
              note(deleted)
              groups.deleteOffsets('g', [partition], (forgotten) => {
                note(forgotten)
                groups.describe('g', (group) => { notes.push(stateOf(group)) })
              })
            })
          })
        })
      })
    })
    expect(notes).toEqual([...refusals, described])
  })

  it('says of a group that is not there what brokers say', () => {
    const stage = new Stage()
    const notes: string[] = []
    const note = (result: unknown): void => { notes.push(textOf(result)) }
    stage.run(10, () => {
      administer(stage, (groups) => {
        groups.describe('nope', note)
        groups.describeClassic('nope', note)
        groups.delete('nope', note)
        groups.deleteOffsets('nope', [partition], note)
        groups.offsets('nope', (offsets) => { notes.push(JSON.stringify(offsets)) })
      })
    })
    expect([...notes].sort()).toEqual([
      'GroupIdNotFoundException: Group nope not found.', 'GroupIdNotFoundException: The group id does not exist.',
      'GroupIdNotFoundException: The group id does not exist.', 'GroupIdNotFoundException: The group id does not exist.', '[]',
    ].sort())
  })

  it('makes a simple group by committing for it, and deletes it with its offsets', () => {
    const stage = new Stage()
    const notes: string[] = []
    stage.run(10, () => {
      administer(stage, (groups) => {
        groups.alterOffsets('g', [{ ...partition, offset: 5, leaderEpoch: -1, metadata: '' }], () => {
          groups.offsets('g', (offsets) => { notes.push(JSON.stringify(offsets)) })
          groups.list({}, (listed) => {
            notes.push(JSON.stringify(listed))
            groups.delete('g', (deleted) => {
              notes.push(textOf(deleted))
              groups.describe('g', (group) => { notes.push(stateOf(group)) })
            })
          })
        })
      })
    })
    expect(notes).toEqual([
      '[{"topic":"t","partition":0,"offset":5,"leaderEpoch":-1,"metadata":""}]',
      '[{"groupId":"g","protocolType":"","groupState":"Empty","groupType":"classic"}]',
      'ok', 'GroupIdNotFoundException: Group g not found.',
    ])
  })

  it('removes a static member, after which the group is empty', () => {
    const stage = new Stage()
    const notes: string[] = []
    stage.run(30, () => {
      const member = stage.member('m1', { properties: { 'group.instance.id': 'i1' } })
      stage.at(15, () => {
        member.kill()
        administer(stage, (groups) => {
          groups.removeMembers('g', ['zz'], (unknown) => {
            notes.push(textOf(unknown))
            groups.removeMembers('g', ['i1'], (removed) => {
              notes.push(textOf(removed))
              stage.at(20, () => { groups.describe('g', (group) => { notes.push(stateOf(group)) }) })
            })
          })
        })
      })
    })
    expect(notes).toEqual(['UnknownMemberIdException: The coordinator is not aware of this member.', 'ok', 'Classic Empty  0'])
  })

  it.each([{ protocol: 'classic', properties: {} }, { protocol: 'consumer', properties: modern }])('finds neither group nor offsets once a $protocol group has been empty for offsets.retention.minutes', ({ properties }) => {
    const stage = new Stage({ properties: shortRetention })
    const notes: string[] = []
    stage.run(100, () => {
      stage.flow({ partitions: 1, periodMs: 50, untilSeconds: 10 })
      stage.member('m1', { properties })
      stage.at(15, () => { stage.loops.get('m1')?.stop(() => undefined) })
      for (const second of [20, 65, 90]) {
        stage.at(second, () => {
          administer(stage, (groups) => {
            groups.offsets('g', (offsets) => {
              groups.describe('g', (group) => { notes.push(`${String(second)}: ${offsets instanceof KafkaException ? '?' : String(offsets.length)} / ${group instanceof KafkaException ? textOf(group) : group.state}`) })
            })
          })
        })
      }
    })
    expect(notes).toEqual(['20: 1 / Empty', '65: 1 / Empty', '90: 0 / GroupIdNotFoundException: Group g not found.'])
  })
})
