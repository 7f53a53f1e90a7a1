import { describe, expect, it } from 'vitest'
import { FlumeAgent } from '../../flume/agent/flume-agent.ts'
import { FlumeLane } from '../../flume/agent/flume-lane.ts'
import { groupCoordinator } from '../../kafka/coordinator/group-coordinator.ts'
import { GroupProgress } from '../../kafka/coordinator/group-progress.ts'
import { KafkaCluster } from '../../kafka/cluster/kafka-cluster.ts'
import { Lane } from '../../ledger/lane.ts'
import { RecordStreams } from '../../ledger/record-stream.ts'
import { Simulation } from '../../sim/simulation.ts'

const seqSource = `a1.sources = r1
a1.sources.r1.type = seq
a1.sources.r1.batchSize = 10
a1.sources.r1.totalEvents = 300
a1.sources.r1.channels = c1
`
const fileSink = (agent: string): string => `${agent}.sinks = k1
${agent}.sinks.k1.type = file_roll
${agent}.sinks.k1.sink.directory = /out
${agent}.sinks.k1.sink.batchSize = 20
${agent}.sinks.k1.channel = c1
`
const fileChannel = (agent: string): string => `${agent}.channels = c1
${agent}.channels.c1.type = file
${agent}.channels.c1.capacity = 1000
${agent}.channels.c1.transactionCapacity = 1000
${agent}.channels.c1.checkpointDir = /fc/checkpoint
${agent}.channels.c1.dataDirs = /fc/data
`
/** Without its bootstrap servers, which are the lane's own. */
const kafkaChannel = `a1.channels = c1
a1.channels.c1.type = org.apache.flume.channel.kafka.KafkaChannel
a1.channels.c1.kafka.topic = events
`
const kafkaSinkAgent = `${seqSource}${fileChannel('a1')}a1.sinks = k1
a1.sinks.k1.type = org.apache.flume.sink.kafka.KafkaSink
a1.sinks.k1.kafka.topic = events
a1.sinks.k1.kafka.producer.acks = all
a1.sinks.k1.channel = c1
`
const kafkaSourceAgent = `a2.sources = r1
a2.sources.r1.type = org.apache.flume.source.kafka.KafkaSource
a2.sources.r1.kafka.topics = events
a2.sources.r1.kafka.consumer.auto.offset.reset = earliest
a2.sources.r1.batchSize = 50
a2.sources.r1.channels = c1
${fileChannel('a2')}${fileSink('a2')}`

/** A cluster and agents on one lane, whose books are balanced after every event. */
class Rig {
  readonly simulation = new Simulation({ seed: 1, afterEachEvent: () => { this.#balance() } })
  readonly lane = new Lane({ simulation: this.simulation, name: 'L', streams: new RecordStreams(), offeredAt: () => 0, startMs: 1_700_000_000_000 })
  readonly cluster = new KafkaCluster(this.lane, { brokers: 1, properties: { 'offsets.topic.replication.factor': '1' } })
  readonly flume = new FlumeLane(this.lane)

  constructor() {
    const progress = new GroupProgress(this.cluster)
    this.flume.kafka.ground = { progress, addReader: (groupId, topic, destination) => { progress.addReader(groupId, topic, destination) } }
    this.cluster.addRequestHandlers(groupCoordinator(progress))
    this.cluster.createTopic({ name: 'events', partitions: 2, replicationFactor: 1, configs: {} })
    this.cluster.start()
    this.run(8)
  }

  /** An agent on a host of its own; each Kafka component of the file gets the cluster's brokers, by the names of their hosts. */
  agent(name: string, conf: string): FlumeAgent {
    const servers = this.cluster.bootstrap.map(({ host, port }) => `${host.name.slice(host.name.indexOf('/') + 1)}:${String(port)}`).join(',')
    const lines = conf.split('\n').flatMap((line) => {
      const component = /^(.*)\.type = org\.apache.*\.kafka\./.exec(line)?.[1]
      return component === undefined ? [line] : [line, `${component}.kafka.bootstrap.servers = ${servers}`]
    })
    return new FlumeAgent({ lane: this.flume, host: this.lane.host(name), name, conf: lines.join('\n') })
  }

  run(seconds: number): void {
    this.simulation.runUntil(this.simulation.nowMicros + Math.round(seconds * 1_000_000))
  }

  #balance(): void {
    for (const { destination, imbalances } of this.lane.ledger.balance()) {
      if (imbalances.length > 0) throw new Error(`${destination}: ${JSON.stringify(imbalances.slice(0, 3))}`)
    }
  }

  /** Owed, delivered and surplus of each destination. */
  get outcome(): unknown {
    return this.lane.ledger.balance().map(({ destination, owed, delivered, duplicates }) => ({ destination, owed, delivered, duplicates }))
  }
}

describe('Flume with a Kafka cluster', () => {
  it('writes through a Kafka channel, and its sink reads it back', () => {
    const rig = new Rig()
    const agent = rig.agent('a1', `${seqSource}${kafkaChannel}${fileSink('a1')}`)
    expect(agent.coverage.gaps).toEqual([])
    agent.process.start()
    rig.run(20)
    expect(rig.outcome).toEqual([{ destination: 'L/a1/a1/c1', owed: 300, delivered: 300, duplicates: 0 }])
  })

  it('keeps what a Kafka channel holds when the agent is killed', () => {
    const rig = new Rig()
    const agent = rig.agent('a1', `${seqSource}${kafkaChannel}${fileSink('a1')}`)
    agent.process.start()
    rig.run(3)
    agent.process.kill()
    rig.run(60)
    agent.process.start()
    rig.run(30)
    expect(rig.outcome).toMatchObject([{ owed: 300, delivered: 300 }])
  })

  it('fails the commit of a Kafka channel while no broker answers, and the source tries again', () => {
    const rig = new Rig()
    const conf = `${seqSource}${kafkaChannel}a1.channels.c1.kafka.producer.delivery.timeout.ms = 2000
a1.channels.c1.kafka.producer.request.timeout.ms = 1000
a1.channels.c1.kafka.producer.max.block.ms = 500
${fileSink('a1')}`
    const agent = rig.agent('a1', conf)
    for (const { process } of rig.cluster.brokers) process.kill()
    agent.process.start()
    rig.run(10)
    expect(rig.simulation.recorder.journal.some(({ message }) => message.includes('ChannelException: Commit failed as send to Kafka failed'))).toBe(true)
    for (const { process } of rig.cluster.brokers) process.start()
    rig.run(60)
    expect(rig.outcome).toMatchObject([{ owed: 300, delivered: 300 }])
  })

  it('is delivered with the acknowledgement where nobody reads the sink’s topic', () => {
    const rig = new Rig()
    const agent = rig.agent('a1', kafkaSinkAgent)
    expect(agent.coverage.gaps).toEqual([])
    agent.process.start()
    rig.run(20)
    expect(rig.outcome).toEqual([{ destination: 'L/a1/a1/c1', owed: 300, delivered: 300, duplicates: 0 }])
  })

  it('goes from a Kafka sink to a Kafka source in another agent, through a kill of each and of the broker, and loses nothing', () => {
    const rig = new Rig()
    const writer = rig.agent('a1', kafkaSinkAgent)
    const reader = rig.agent('a2', kafkaSourceAgent)
    expect(reader.coverage.gaps).toEqual([])
    reader.process.start()
    writer.process.start()
    rig.run(4)
    reader.process.kill()
    rig.run(1)
    for (const { process } of rig.cluster.brokers) process.kill()
    writer.process.kill()
    rig.run(3)
    for (const { process } of rig.cluster.brokers) process.start()
    rig.run(10)
    writer.process.start()
    reader.process.start()
    rig.run(90)
    expect(rig.outcome).toMatchObject([{ destination: 'L/a2/a2/c1', owed: 300, delivered: 300 }])
  })

  it('is one destination where two agents read as one group, and two where their groups differ', () => {
    const again = kafkaSourceAgent.replaceAll(/^a2\./gm, 'a3.')
    for (const [conf, owed] of [[again, [300]], [again.replace('a3.sources.r1.batchSize', 'a3.sources.r1.kafka.consumer.group.id = other\na3.sources.r1.batchSize'), [300, 300]]] as const) {
      const rig = new Rig()
      const agents = [rig.agent('a2', kafkaSourceAgent), rig.agent('a3', conf), rig.agent('a1', kafkaSinkAgent)]
      for (const { process } of agents) process.start()
      rig.run(60)
      expect(rig.outcome).toMatchObject(owed.map((count) => ({ owed: count, delivered: count, duplicates: 0 })))
    }
  })

  it('is one destination where two agents have one topic as their channel', () => {
    const rig = new Rig()
    const reader = `a2.sources =\n${kafkaChannel.replaceAll(/^a1\./gm, 'a2.')}${fileSink('a2')}`
    const agents = [rig.agent('a1', `${seqSource}${kafkaChannel}${fileSink('a1')}`), rig.agent('a2', reader)]
    for (const { process } of agents) process.start()
    rig.run(60)
    expect(rig.outcome).toMatchObject([{ owed: 300, delivered: 300 }])
  })
})
