import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../../engine/host.ts'
import { runFromSource } from './run-from-source.ts'

/** Runs a Kafka lane with 100 records a second from 2 s to 22 s in a topic of two partitions that group g reads; `actions` come after it. */
function run(actions: string, duration = '60s'): Promise<RunDocument> {
  return runFromSource(`
    import { load, scenario } from 'kafka-vs-flume'
    export default scenario({ seed: 3, duration: '${duration}' }, ({ lane, at, sleep }) => {
      const events = load.steady({ name: 'events', perSecond: 100, from: '2s', for: '20s' })
      let reader
      const kafka = lane('Kafka', ({ cluster }) => {
        const brokers = cluster({ brokers: 3 })
        brokers.topic('t', { partitions: 2, replicationFactor: 2 })
        brokers.producer({ acks: 'all', 'metadata.max.age.ms': 2000 }).sends(events, { topic: 't' })
        reader = brokers.consumer({ groupId: 'g', 'auto.offset.reset': 'earliest', 'metadata.max.age.ms': 2000, commit: 'after each batch' }).subscribes('t')
      })
      const { cluster } = kafka
      ${actions}
    })`)
}

const edits = ({ markers }: RunDocument): readonly string[] => markers.filter(({ kind }) => kind === 'edit').map(({ text }) => text)
const delivered = ({ lanes: [lane] }: RunDocument): readonly unknown[] => (lane?.destinations ?? []).map(({ owed, delivered: count, duplicates, imbalances }) => [owed, count, duplicates, imbalances.length])
/** The last value that a field of a component had. */
const last = ({ changes }: RunDocument, component: string, field: string): string | number | undefined => {
  const track = changes.tracks.findIndex((one) => one.component === component && one.field === field)
  const index = changes.trackIndexes.lastIndexOf(track)
  const value = changes.values[index]
  return value === undefined || changes.tracks[track]?.kind !== 'text' ? value : changes.texts[value]
}

describe('a cluster that is changed while it runs', () => {
  it('takes more partitions, which are written and read once clients have heard of them', async () => {
    const result = await run("at('8s', () => { cluster.partitions('t', 6) })")
    expect(result.error).toBeUndefined()
    expect(edits(result)).toEqual(['t gets 6 partitions'])
    expect(delivered(result)).toEqual([[2000, 2000, 0, 0]])
    expect(result.lanes[0]?.nodes.filter(({ kind, label }) => kind === 'partition' && label.startsWith('t-'))).toHaveLength(6)
  })

  it('takes a new broker, and moves replicas to it when it is asked to spread them', async () => {
    const result = await run(`at('8s', async () => {
      const added = cluster.addBroker()
      await sleep('15s')
      await cluster.rebalance('t')
      console.log(cluster.brokers.length, cluster.leaderOf('t', 0).name === added.name || cluster.leaderOf('t', 1).name === added.name)
    })`)
    expect(result.error).toBeUndefined()
    expect(edits(result)).toEqual(['broker 4 is added', 'spreads t over brokers 1, 2, 3, 4'])
    expect(result.console.map(({ text }) => text)).toEqual(['4 false'])
    expect(['t-0', 't-1'].map((partition) => String(last(result, `Kafka/${partition}`, 'isr'))).join(' ')).toContain('4')
    expect(delivered(result)).toEqual([[2000, 2000, 0, 0]])
  })

  it('moves the partitions that it is told to, with their leaders', async () => {
    const result = await run("at('8s', async () => { await cluster.reassign('t', { 0: [3, 1], 1: [3, 2] }); console.log(cluster.leaderOf('t', 0).name, cluster.leaderOf('t', 1).name) })")
    expect(result.error).toBeUndefined()
    expect(result.console.map(({ text }) => text)).toEqual(['broker-3/kafka broker-3/kafka'])
    expect(delivered(result)).toEqual([[2000, 2000, 0, 0]])
  })

  it('deletes what is too old by a retention that is set in the run', async () => {
    const result = await run("at('1s', () => { cluster.configures('t', { 'retention.ms': 5000, 'segment.ms': 1000 }) }); at('30s', () => { cluster.consumer({ groupId: 'late', 'auto.offset.reset': 'earliest' }).subscribes('t') })", '700s')
    expect(result.error).toBeUndefined()
    expect(edits(result)[0]).toBe('configures t: retention.ms=5000, segment.ms=1000')
    expect(result.lanes[0]?.destinations.map(({ imbalances }) => imbalances.length)).toEqual([0, 0])
  })

  it('gives a group everything once more after a reset of its offsets while it is away', async () => {
    const result = await run("at('25s', () => { reader.leaves() }); at('30s', async () => { await cluster.resetOffsets({ groupId: 'g', topic: 't', to: 'beginning' }); reader.start() }); at('55s', () => { console.log(kafka.replayed.value, kafka.duplicates.value) })")
    expect(result.error).toBeUndefined()
    expect(result.console.map(({ text }) => text)).toEqual(['2000 0'])
    expect(delivered(result)).toEqual([[2000, 2000, 0, 0]])
  })

  it('answers the calls of KafkaJS’s admin client', async () => {
    const result = await run(`const admin = cluster.client().admin()
      at('25s', async () => {
        await admin.connect()
        console.log((await admin.describeGroups(['g'])).groups[0].state, (await admin.fetchOffsets({ groupId: 'g' })).length)
        await admin.createPartitions({ topicPartitions: [{ topic: 't', count: 3 }] })
        reader.leaves(); await sleep('2s')
        await admin.setOffsets({ groupId: 'g', topic: 't', partitions: [{ partition: 0, offset: '0' }] })
        console.log((await admin.fetchOffsets({ groupId: 'g' }))[0].partitions.find(({ partition }) => partition === 0).offset)
        await admin.deleteGroups(['g'])
        await admin.describeGroups(['g'])
      })`)
    expect(result.console.map(({ text }) => text)).toEqual(['Stable 1', '0'])
    expect(result.error?.message).toContain('GroupIdNotFoundException')
  })

  it('passes over what a reset forwards leaves behind', async () => {
    const result = await run("at('10s', () => { reader.leaves() }); at('15s', async () => { await cluster.resetOffsets({ groupId: 'g', topic: 't', to: { moment: '14s' } }); reader.start() })")
    expect(result.error).toBeUndefined()
    const [g] = result.lanes[0]?.destinations ?? []
    const dropped = g?.lines.find(({ fate }) => fate === 'dropped')
    expect(dropped?.cause).toBe('skipped: the position was moved over it')
    expect(dropped?.count).toBeGreaterThan(390)
    expect(dropped?.count).toBeLessThan(410)
    expect([(g?.delivered ?? 0) + (dropped?.count ?? 0), g?.imbalances.length]).toEqual([2000, 0])
  })

  it.each([
    ["cluster.partitions('t', 1)", /InvalidPartitionsException: The topic t currently has 2 partition\(s\); 1 would not be an increase\./],
    ["cluster.partitions('nope', 3)", /UnknownTopicOrPartitionException: This server does not host this topic-partition\./],
    ["cluster.partitions('t', 'six')", /partitions takes the new number of partitions, and got 'six'/],
    ["cluster.reassign('t', { 0: [9] })", /InvalidReplicaAssignmentException: The manual partition assignment includes broker 9, but no such broker is registered\./],
    ["cluster.reassign('t', { 0: [1, 1] })", /InvalidReplicaAssignmentException: The manual partition assignment includes the broker 1 more than once\./],
    ["cluster.reassign('t', { 0: [] })", /IllegalArgumentException: Cannot create a new partition reassignment without any replicas/],
    ["cluster.reassign('t', [1, 2])", /reassign takes the brokers of each partition/],
    ["cluster.configures('t', { 'retention.ms': 'abc' })", /ConfigException: Invalid value abc for configuration retention\.ms: Not a number of type LONG/],
    ["cluster.configures('t', {})", /configures was given no key/],
    ["cluster.resetOffsets({ groupId: 'g', topic: 't', to: 'beginning' })", /UnknownMemberIdException: Failed altering group offsets for the following partitions: \[t-0, t-1\]/],
    ["cluster.resetOffsets({ groupId: 'g', topic: 't', to: -1 })", /must not be a negative number/],
    ["cluster.resetOffsets({ groupId: 'g', topic: 't', to: { moment: '50s' } })", /is yet to come/],
    ["reader.seeks({ topic: 'u', to: 0 })", /IllegalStateException: No current assignment for partition u-0/],
    ["reader.seeks({ topic: 't', partition: 7, to: 0 })", /IllegalStateException: No current assignment for partition t-7/],
    ["reader.seeks({ topic: 't', to: 'middle' })", /'to' must be an offset/],
    ["reader.pauses({ partition: 'all' })", /'partition' must be a number/],
    ["cluster.addBroker({ racks: 'r1' })", /addBroker has no option 'racks'/],
    ["cluster.topic('v', { replicationFactor: 4 })", /InvalidReplicationFactorException: Unable to replicate the partition 4 time\(s\)/],
    ["cluster.consumer({ groupId: 'h', commit: 'never' })", /'commit' must be 'auto', 'after each batch' or 'before processing'/],
    ["cluster.consumer({ groupId: 'h', commit: 'auto', 'enable.auto.commit': false })", /'commit' must be in line with 'enable.auto.commit'/],
    ["cluster.consumer({ groupId: 'h', processing: 5 })", /'processing' must be a duration/],
    ["cluster.consumer({ groupId: 'h', every: '0s' })", /'every' must be longer than nothing/],
    ["cluster.producer().sends(events, { topic: 't' })", /Load 'events' began at 2 s, and it is 10 s/],
    ["kafka.agent('a1').edits('')", /Kafka has no agent 'a1'/],
    ['reader.leaves(); reader.pauses()', undefined],
  ])('refuses what cannot be, with the place of the call: %s', async (call, says) => {
    const result = await run(`at('10s', () => {\n ${call} })`, '20s')
    if (says === undefined) {
      expect(result.error).toBeUndefined()
      return
    }
    expect(result.error?.message).toMatch(says)
    expect(result.error?.position).toMatchObject({ file: 'scenario.ts', line: 14 })
  })

  it.each(["cluster.partitions('t', 3)", 'cluster.addBroker()', 'reader.leaves()', "cluster.resetOffsets({ groupId: 'g', topic: 't', to: 'end' })"])('refuses an edit that has no moment: %s', async (call) => {
    const result = await run(call, '20s')
    expect(result.error?.message).toMatch(/has no moment: the run has not begun|does not run at this moment|is yet to come/)
    expect(result.error?.position?.line).toBe(13)
  })
})
