import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../../run/run-document.ts'
import { runScenario } from '../../run/run-scenario.ts'

const drain = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

/** Runs a lane with topic t of two partitions, 100 records a second from 2 s to 12 s, a group g that reads them, and `code` at 20 s. */
async function run(code: string): Promise<RunDocument> {
  const text = `import { load, scenario } from 'kafka-vs-flume'
export default scenario({ duration: '60s' }, ({ lane, at, sleep }) => {
  const events = load.steady({ name: 'events', perSecond: 100, from: '2s', for: '10s' })
  let brokers, reader
  lane('Kafka', ({ cluster }) => {
    brokers = cluster({ brokers: 3, 'offsets.topic.replication.factor': 1, 'log.retention.check.interval.ms': 1000 })
    brokers.topic('t', { partitions: 2, replicationFactor: 2 })
    brokers.producer({ acks: 'all' }).sends(events, { topic: 't' })
    reader = brokers.consumer({ groupId: 'g', 'auto.offset.reset': 'earliest' }).subscribes('t')
  })
  at('20s', async () => {
    const admin = brokers.client().admin()
    await admin.connect()
    ${code}
  })
})`
  return runScenario({ files: { 'scenario.ts': text }, entry: 'scenario.ts', engineHash: '', drain, seed: 1, sharesRealm: true })
}

const printed = ({ console: lines }: RunDocument): readonly string[] => lines.map(({ text }) => text)
const books = ({ lanes: [lane] }: RunDocument): unknown => lane?.destinations.map(({ owed, delivered, replayed, duplicates, imbalances }) => [owed, delivered, replayed, duplicates, imbalances.length])

describe('an admin client with KafkaJS’s methods', () => {
  it('tells of topics, their ends, and the cluster', async () => {
    const result = await run(`
      const offsets = await admin.fetchTopicOffsets('t')
      const { brokers: nodes, controller, clusterId } = await admin.describeCluster()
      console.log((await admin.listTopics()).join(), offsets.map(({ partition, low }) => partition + ':' + low).join(), offsets.reduce((sum, { high }) => sum + Number(high), 0))
      console.log(nodes.length, nodes.some(({ nodeId }) => nodeId === controller), clusterId !== '')`)
    expect(result.error).toBeUndefined()
    expect(printed(result)).toEqual(['t 0:0,1:0 1000', '3 true true'])
  })

  it('sends a group back to the beginning, and lets it read again', async () => {
    const result = await run("reader.leaves(); await sleep('2s'); await admin.resetOffsets({ groupId: 'g', topic: 't', earliest: true }); reader.start()")
    expect(result.error).toBeUndefined()
    expect(books(result)).toEqual([[1000, 1000, 1000, 0, 0]])
  })

  it('replaces the configuration of a topic: what it does not name goes back to its default', async () => {
    const low = "await sleep('20s'); const [one, two] = await admin.fetchTopicOffsets('t'); console.log(Number(one.low) + Number(two.low))"
    const alter = (entries: string): string => `await admin.alterConfigs({ resources: [{ type: 2, name: 't', configEntries: [${entries}] }] })`
    const short = alter("{ name: 'retention.ms', value: '18000' }, { name: 'segment.ms', value: '1000' }")
    expect(printed(await run(`${short}; ${low}`))).toEqual(['1000'])
    expect(printed(await run(`${short}; await sleep('1s'); ${alter("{ name: 'segment.ms', value: '1000' }")}; ${low}`))).toEqual(['0'])
  })

  it('deletes a topic: what a group had not read of it is gone', async () => {
    const result = await run(`
      // A reader that is left would have it made anew, by allow.auto.create.topics.
      reader.leaves()
      const late = brokers.consumer({ groupId: 'h', 'auto.offset.reset': 'earliest', processing: '1s' }).subscribes('t')
      await sleep('5s')
      late.kill()
      await admin.deleteTopics({ topics: ['t'] })
      await sleep('20s')
      console.log((await admin.listTopics()).length)`)
    expect(result.error).toBeUndefined()
    expect(printed(result)).toEqual(['0'])
    expect(books(result)).toMatchObject([[1000, 1000, 0, 0, 0], [1000, expect.any(Number), 0, 0, 0]])
    expect(result.lanes[0]?.destinations[1]?.lines.map(({ fate, cause }) => [fate, cause])).toContainEqual(['expired', 'topic deleted'])
  })

  it.each([
    ["await admin.deleteTopics({ topics: 't' })", "deleteTopics: 'topics' must be an array of names, and is 't'."],
    ["await admin.deleteTopics({ topics: ['none'] })", 'UnknownTopicOrPartitionException'],
    ["await admin.fetchTopicOffsets('none')", 'UnknownTopicOrPartitionException'],
    ['await admin.fetchTopicOffsets()', 'fetchTopicOffsets takes the name of a topic, and got missing.'],
    ["await admin.alterConfigs({ resources: [{ type: 2, name: 't', configEntries: [{ name: 'retention.ms', value: 'soon' }] }] })", 'InvalidConfigurationException'],
    ["await admin.alterConfigs({ resources: [{ type: 4, name: '1', configEntries: [] }] })", "alterConfigs: 'type' must be 2 (ConfigResourceTypes.TOPIC); brokers are configured where they are declared, and is 4."],
    ["await admin.resetOffsets({ groupId: 'g', topic: 't' })", 'UnknownMemberIdException'],
  ])('refuses %s', async (code, message) => {
    const { error } = await run(code)
    expect(error?.message).toContain(message)
  })
})
