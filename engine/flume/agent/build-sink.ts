import type { LoadedSink } from '../conf/loaded.ts'
import { AvroSink } from '../sinks/avro-sink.ts'
import { HdfsEventSink } from '../sinks/hdfs/hdfs-event-sink.ts'
import { HBase2Sink } from '../sinks/hbase2/hbase2-sink.ts'
import { KafkaSink } from '../sinks/kafka-sink.ts'
import { LoggerSink } from '../sinks/logger-sink.ts'
import { NullSink } from '../sinks/null-sink.ts'
import { RollingFileSink } from '../sinks/rolling-file-sink.ts'
import type { SinkContext } from '../sinks/sink-context.ts'
import type { Sink } from '../sinks/sink.ts'
import type { RouteTarget } from './routes.ts'

type Build = (context: SinkContext) => Sink

const KAFKA_SINK = 'org.apache.flume.sink.kafka.KafkaSink'
const AVRO_SINK = 'org.apache.flume.sink.AvroSink'

/** The sink classes that are simulated. */
export const sinkBuilders: ReadonlyMap<string, Build> = new Map<string, Build>([
  ['org.apache.flume.sink.NullSink', (context) => new NullSink(context)],
  ['org.apache.flume.sink.LoggerSink', (context) => new LoggerSink(context)],
  ['org.apache.flume.sink.RollingFileSink', (context) => new RollingFileSink(context)],
  ['org.apache.flume.sink.hdfs.HDFSEventSink', (context) => new HdfsEventSink(context)],
  ['org.apache.flume.sink.hbase2.HBase2Sink', (context) => new HBase2Sink(context)],
  [KAFKA_SINK, (context) => new KafkaSink(context)],
  [AVRO_SINK, (context) => new AvroSink(context)],
])

/** The Kafka topic that a sink writes to unless a header names another. */
export function topicOf({ className, settings }: LoadedSink): string | undefined {
  return className === KAFKA_SINK ? String(settings['topic']) : undefined
}

/** Where a sink sends to; undefined for one at the end of the way. */
export function targetOf({ className, settings }: LoadedSink): RouteTarget | undefined {
  if (className !== AVRO_SINK) return undefined
  return { hostname: String(settings['hostname'] ?? ''), port: Number(settings['port'] ?? 0) }
}
