import type { ComponentKind, ComponentType } from './component-type.ts'
import { isJdkClass } from './java/class-for-name.ts'
import { spoolDirectorySource, taildirSource } from './types/file-sources.ts'
import { fileChannel } from './types/file-channel.ts'
import { asyncHbaseSink, hbase2Sink, hbaseSink } from './types/hbase-sinks.ts'
import { hdfsSink } from './types/hdfs-sink.ts'
import { hiveSink } from './types/hive-sink.ts'
import { httpSink } from './types/http-sink.ts'
import { jdbcChannel } from './types/jdbc-channel.ts'
import { kafkaSink, kafkaSource } from './types/kafka-components.ts'
import {
  execSource,
  netcatSource,
  netcatUdpSource,
  sequenceGeneratorSource,
  stressSource,
} from './types/line-sources.ts'
import { memoryChannel } from './types/memory-channel.ts'
import { morphlineSink, morphlineSolrSink } from './types/morphline-sinks.ts'
import {
  avroSource,
  httpSource,
  multiportSyslogTcpSource,
  syslogTcpSource,
  syslogUdpSource,
  thriftSource,
} from './types/network-sources.ts'
import { kafkaChannel, pseudoTxnMemoryChannel } from './types/other-channels.ts'
import { avroLegacySource, jmsSource, scribeSource, thriftLegacySource, twitterSource } from './types/other-sources.ts'
import { avroSink, ircSink, loggerSink, nullSink, rollingFileSink, thriftSink } from './types/simple-sinks.ts'
import { spillableMemoryChannel } from './types/spillable-memory-channel.ts'

/** The component classes that the loader knows: those of Flume 1.11 that were on the class path of the recordings. */
export const COMPONENT_TYPES: readonly ComponentType[] = [
  memoryChannel,
  fileChannel,
  spillableMemoryChannel,
  jdbcChannel,
  kafkaChannel,
  pseudoTxnMemoryChannel,
  netcatSource,
  netcatUdpSource,
  execSource,
  sequenceGeneratorSource,
  stressSource,
  avroSource,
  thriftSource,
  httpSource,
  syslogTcpSource,
  syslogUdpSource,
  multiportSyslogTcpSource,
  spoolDirectorySource,
  taildirSource,
  kafkaSource,
  jmsSource,
  scribeSource,
  twitterSource,
  avroLegacySource,
  thriftLegacySource,
  nullSink,
  loggerSink,
  rollingFileSink,
  ircSink,
  avroSink,
  thriftSink,
  kafkaSink,
  hdfsSink,
  hbaseSink,
  hbase2Sink,
  asyncHbaseSink,
  hiveSink,
  httpSink,
  morphlineSolrSink,
  morphlineSink,
]

/** The class of that kind and name, or undefined. */
export function findType(kind: ComponentKind, className: string): ComponentType | undefined {
  return COMPONENT_TYPES.find((type) => type.kind === kind && type.className === className)
}

/** True for a class that exists but is no component of the kind asked for. */
export function isForeignClass(className: string): boolean {
  return isJdkClass(className) || COMPONENT_TYPES.some((type) => type.className === className)
}
