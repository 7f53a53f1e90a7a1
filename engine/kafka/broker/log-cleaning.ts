import { LogCleaner } from '../log/cleaner/log-cleaner.ts'
import { shapeOf } from '../producer/record-shapes.ts'
import type { BrokerServer } from './broker-server.ts'

/**
 * Starts the cleaner of a broker's compacted logs (log.cleaner.enable, log.cleaner.backoff.ms). What the cluster keeps in topics
 * of its own has no keys here and stays.
 */
export function startLogCleaner(broker: BrokerServer): void {
  const { settings, process, lane: { streams, ledger } } = broker
  if (!settings.isCleanerEnabled) return
  const contents = { keyOf: (record: number) => streams.keyOf(record), shapeOf: (record: number) => shapeOf(streams, record) }
  const cleaner = new LogCleaner({
    logs: () => broker.replicas.partitions.filter(({ topic }) => !topic.startsWith('__')).map(({ log }) => log),
    context: () => ({ contents, process, nowMs: broker.nowMs() }),
    onRemoved: ({ topicPartition }, runs) => {
      const place = `${broker.name}/${topicPartition}`
      for (const run of runs) ledger.copyEnded(run, { fate: 'superseded', place, cause: 'compacted: a newer record has its key' })
    },
  })
  const turn = (): void => {
    cleaner.run()
    process.after(settings.cleanerBackoffMs * 1000, turn)
  }
  process.after(settings.cleanerBackoffMs * 1000, turn)
}
