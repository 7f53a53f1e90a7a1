import type { KafkaClient } from 'kafka-vs-flume'

/** A program of 2015: reads the topic, writes each batch into HDFS, and then commits its offsets. */
export async function writer(kafka: KafkaClient, write: (lines: readonly (string | null)[]) => Promise<void>) {
  const consumer = kafka.consumer({ groupId: 'writer', 'session.timeout.ms': 10_000 })
  await consumer.connect()
  await consumer.subscribe({ topics: ['syslog'], fromBeginning: true })
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch, resolveOffset, commitOffsetsIfNecessary }) => {
      await write(batch.messages.map(({ value }) => value))
      resolveOffset(batch.lastOffset())
      await commitOffsetsIfNecessary()
    },
  })
}
