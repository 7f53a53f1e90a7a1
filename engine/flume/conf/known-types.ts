import type { ComponentKind } from './component-type.ts'
import { JavaException, illegalArgument } from './java/java-exception.ts'

/** What has a type in a configuration: the components, and the config filters. */
export type TypedKind = ComponentKind | 'configfilter'

/** Constants of SourceType, SinkType, ChannelType and ConfigFilterType with the classes they stand for. OTHER stands for none. */
export const TYPE_ALIASES: Readonly<Record<TypedKind, Readonly<Record<string, string | null>>>> = {
  source: {
    OTHER: null,
    SEQ: 'org.apache.flume.source.SequenceGeneratorSource',
    NETCAT: 'org.apache.flume.source.NetcatSource',
    EXEC: 'org.apache.flume.source.ExecSource',
    AVRO: 'org.apache.flume.source.AvroSource',
    SYSLOGTCP: 'org.apache.flume.source.SyslogTcpSource',
    MULTIPORT_SYSLOGTCP: 'org.apache.flume.source.MultiportSyslogTCPSource',
    SYSLOGUDP: 'org.apache.flume.source.SyslogUDPSource',
    SPOOLDIR: 'org.apache.flume.source.SpoolDirectorySource',
    HTTP: 'org.apache.flume.source.http.HTTPSource',
    THRIFT: 'org.apache.flume.source.ThriftSource',
    JMS: 'org.apache.flume.source.jms.JMSSource',
    TAILDIR: 'org.apache.flume.source.taildir.TaildirSource',
    NETCATUDP: 'org.apache.flume.source.NetcatUdpSource',
  },
  sink: {
    OTHER: null,
    NULL: 'org.apache.flume.sink.NullSink',
    LOGGER: 'org.apache.flume.sink.LoggerSink',
    FILE_ROLL: 'org.apache.flume.sink.RollingFileSink',
    HDFS: 'org.apache.flume.sink.hdfs.HDFSEventSink',
    IRC: 'org.apache.flume.sink.irc.IRCSink',
    AVRO: 'org.apache.flume.sink.AvroSink',
    THRIFT: 'org.apache.flume.sink.ThriftSink',
    ELASTICSEARCH: 'org.apache.flume.sink.elasticsearch.ElasticSearchSink',
    HBASE: 'org.apache.flume.sink.hbase.HBaseSink',
    ASYNCHBASE: 'org.apache.flume.sink.hbase.AsyncHBaseSink',
    HBASE2: 'org.apache.flume.sink.hbase2.HBase2Sink',
    MORPHLINE_SOLR: 'org.apache.flume.sink.solr.morphline.MorphlineSolrSink',
    HIVE: 'org.apache.flume.sink.hive.HiveSink',
    HTTP: 'org.apache.flume.sink.http.HttpSink',
  },
  channel: {
    OTHER: null,
    FILE: 'org.apache.flume.channel.file.FileChannel',
    MEMORY: 'org.apache.flume.channel.MemoryChannel',
    JDBC: 'org.apache.flume.channel.jdbc.JdbcChannel',
    SPILLABLEMEMORY: 'org.apache.flume.channel.SpillableMemoryChannel',
  },
  configfilter: {
    OTHER: null,
    ENV: 'org.apache.flume.configfilter.EnvironmentVariableConfigFilter',
    HADOOP: 'org.apache.flume.configfilter.HadoopCredentialStoreConfigFilter',
    EXTERNAL: 'org.apache.flume.configfilter.ExternalProcessConfigFilter',
  },
}

const CONFIGURATION_ENUMS: Readonly<Record<TypedKind, string>> = {
  source: 'org.apache.flume.conf.source.SourceConfiguration.SourceConfigurationType',
  sink: 'org.apache.flume.conf.sink.SinkConfiguration.SinkConfigurationType',
  channel: 'org.apache.flume.conf.channel.ChannelConfiguration.ChannelConfigurationType',
  configfilter: 'org.apache.flume.conf.configfilter.ConfigFilterConfiguration.ConfigFilterConfigurationType',
}

/** The class that a type names: that of its alias (in any case), else the type itself, which is taken as a class name. */
export function classNameOf(kind: TypedKind, type: string): string {
  return TYPE_ALIASES[kind][type.toUpperCase()] ?? type
}

/** The alias that a type is known by in validation, where class names too are compared in any case; null for an unknown one. */
export function knownAlias(kind: TypedKind, type: string | null): string | null {
  if (type === null) return null
  const wanted = type.toLowerCase()
  for (const [alias, className] of Object.entries(TYPE_ALIASES[kind])) {
    if (alias.toLowerCase() === wanted || className?.toLowerCase() === wanted) return alias
  }
  return null
}

/**
 * Finds the configuration class for a component. Flume 1.11 ships none but the general ones, so all types stay with their raw properties
 * except those whose general class is meant: OTHER, and the logger sink, which therefore ignores its properties.
 * @returns true if the component is configured from that class, false if from its properties.
 * @throws JavaException org.apache.flume.conf.ConfigurationException for an unknown name (given by the property `config`).
 */
export function hasConfigurationClass(kind: TypedKind, config: string): boolean {
  const constant = config.toUpperCase()
  if (!Object.hasOwn(TYPE_ALIASES[kind], constant)) throw noConfiguration(CONFIGURATION_ENUMS[kind], constant)
  return constant === 'OTHER' || (kind === 'sink' && constant === 'LOGGER')
}

/** What ComponentConfigurationFactory throws for a name that is not in its enum. */
export function noConfiguration(enumName: string, constant: string): JavaException {
  const cause = illegalArgument(`No enum constant ${enumName}.${constant}`)
  const message = `Could not create configuration!  Due to IllegalArgumentException: ${cause.javaMessage ?? ''}`
  return configurationException(message, cause)
}

/** org.apache.flume.conf.ConfigurationException. */
export function configurationException(message: string, cause?: JavaException): JavaException {
  return new JavaException(
    'org.apache.flume.conf.ConfigurationException',
    message,
    cause === undefined ? {} : { cause },
  )
}

/** org.apache.flume.FlumeException. */
export function flumeException(message: string, cause?: JavaException): JavaException {
  return new JavaException('org.apache.flume.FlumeException', message, cause === undefined ? {} : { cause })
}
