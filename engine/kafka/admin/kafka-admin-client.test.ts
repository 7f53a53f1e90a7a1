import { describe, expect, it } from 'vitest'
import type { Process } from '../../sim/process.ts'
import { Stage } from '../consumer/testing/stage.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import { KafkaAdminClient } from './kafka-admin-client.ts'

function administer(seconds: number, plan: (admin: KafkaAdminClient, stage: Stage, note: (text: string) => void) => void): readonly string[] {
  const stage = new Stage({ partitions: 2 })
  const notes: string[] = []
  stage.run(seconds, () => {
    const process: Process = stage.lane.host('desk').process({
      onStart: () => {
        const admin = new KafkaAdminClient({
          context: { lane: stage.lane, process, name: `${process.name}/admin`, clientId: 'admin' },
          properties: { 'bootstrap.servers': stage.cluster.bootstrapServers, 'default.api.timeout.ms': '5000', 'request.timeout.ms': '2000' },
        })
        plan(admin, stage, (text) => { notes.push(text) })
      },
      onEnd: () => undefined,
    }, { name: 'admin', bootMicros: 0 })
    process.start()
  })
  return notes
}

const textOf = (result: unknown): string => (result instanceof KafkaException ? `${result.className}: ${result.message}` : 'ok')
const topic = (name: string) => ({ name, numPartitions: 3, replicationFactor: 3, assignments: [], configs: [] })

describe('KafkaAdminClient', () => {
  // Answers of a Kafka 4.3.0 broker to the same calls.
  it('gets the controller\'s own words for a topic that exists or cannot', () => {
    const notes = administer(3, (admin, _, note) => {
      admin.createTopic(topic('a'), (first) => {
        note(textOf(first))
        admin.createTopic(topic('a'), (again) => { note(textOf(again)) })
        admin.createTopic(topic('a b'), (bad) => { note(textOf(bad)) })
      })
    })
    expect(notes).toEqual([
      'ok',
      "org.apache.kafka.common.errors.TopicExistsException: Topic 'a' already exists.",
      "org.apache.kafka.common.errors.InvalidTopicException: Topic name is invalid: 'a b' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
    ])
  })

  it('finds leaders by itself and says where logs end', () => {
    const notes = administer(12, (admin, stage, note) => {
      stage.flow({ partitions: 2, periodMs: 100, untilSeconds: 5 })
      stage.at(10, () => {
        admin.listOffsets([{ topic: 't', partition: 0 }, { topic: 't', partition: 1 }], -1, false, (offsets) => {
          note(offsets instanceof KafkaException ? textOf(offsets) : String(offsets.reduce((sum, { offset }) => sum + offset, 0) - stage.sent))
        })
        admin.describeTopic('t', (described) => { note(described instanceof KafkaException ? textOf(described) : described.partitions.map(({ isrNodes }) => isrNodes.length).join(' ')) })
      })
    })
    expect([...notes].sort()).toEqual(['0', '3 3'])
  })

  it('gives a call up after default.api.timeout.ms when no broker is there', () => {
    const notes = administer(10, (admin, stage, note) => {
      for (const { process } of stage.cluster.nodes) process.kill()
      admin.describeCluster((result) => { note(textOf(result)) })
    })
    expect(notes).toEqual(['org.apache.kafka.common.errors.TimeoutException: Timed out waiting for a node assignment. Call: describeCluster'])
  })

  // Answers of a Kafka 4.3.0 broker to the same calls.
  it('appends to lists and takes out of them, and refuses what is no list, null or named twice', () => {
    const change = (name: string, configOperation: number, value: string | null) => ({ name, configOperation, value })
    const changes = [
      [change('cleanup.policy', 2, 'compact')], [change('cleanup.policy', 3, 'delete')], [change('cleanup.policy', 2, 'junk')],
      [change('retention.ms', 3, '5')], [change('retention.ms', 0, null)], [change('retention.ms', 0, '1'), change('retention.ms', 0, '2')],
    ]
    const notes = administer(10, (admin, stage, note) => {
      const next = (index: number): void => {
        const configs = changes[index]
        if (configs === undefined) {
          note(stage.cluster.image?.configs('TOPIC', 't').get('cleanup.policy') ?? 'none')
          return
        }
        admin.call('IncrementalAlterConfigs', { resources: [{ resourceType: 2, resourceName: 't', configs }], validateOnly: false }, (response) => {
          note(response instanceof KafkaException ? textOf(response) : (response.responses[0]?.errorMessage ?? 'ok'))
          next(index + 1)
        })
      }
      next(0)
    })
    expect(notes).toEqual([
      'ok', 'ok', 'Invalid value junk for configuration cleanup.policy: String must be one of: compact, delete',
      "Can't SUBTRACT to key retention.ms because its type is not LIST.", 'Null value not supported for : retention.ms', 'Error due to duplicate config keys', 'compact',
    ])
  })
})
