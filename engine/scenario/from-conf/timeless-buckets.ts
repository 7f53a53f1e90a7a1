import type { LoadedAgent } from '../../flume/conf/load-conf.ts'
import type { LoadedSink, LoadedSource } from '../../flume/conf/loaded.ts'

/** An hdfs sink that puts events into directories by a time that they do not have. */
export interface TimelessBuckets {
  readonly sink: LoadedSink
  /** Sources whose events come without the header `timestamp`, as far as this file goes. */
  readonly sources: readonly string[]
  /** Whether no sender could set it: these sources make the headers themselves. */
  readonly isCertain: boolean
}

/** Sources that take lines and no headers. */
const withoutHeaders = /(?:ExecSource|NetcatSource|NetcatUdpSource|SpoolDirectorySource|TaildirSource|SequenceGeneratorSource)$/

/** The hdfs sinks of an agent whose path or file name needs a time that an event lacks. Source: org.apache.flume.formatter.output.BucketPath. */
export function timelessBuckets({ sinks, sources }: LoadedAgent): readonly TimelessBuckets[] {
  return sinks.filter((sink) => sink.className === 'org.apache.flume.sink.hdfs.HDFSEventSink' && needsTimestamp(sink)).flatMap((sink) => {
    const timeless = sources.filter((source) => source.channels.includes(sink.channel) && !setsTimestamp(source))
    const isCertain = timeless.some(({ className }) => withoutHeaders.test(className))
    return timeless.length === 0 ? [] : [{ sink, sources: timeless.map(({ name }) => name), isCertain }]
  })
}

function needsTimestamp({ settings, properties }: LoadedSink): boolean {
  const path = `${properties.get('hdfs.path') ?? ''} ${properties.get('hdfs.filePrefix') ?? ''}`
  return settings['useLocalTime'] !== true && /%[a-zA-Z]/.test(path.replaceAll(/%(?:\{[^}]*\}|\[[^\]]*\])/g, ''))
}

function setsTimestamp({ className, interceptors }: LoadedSource): boolean {
  return /(?:Syslog|KafkaSource|Twitter)/i.test(className) || interceptors.some(({ className: own, properties }) =>
    !own.startsWith('org.apache.flume.interceptor.') || own.endsWith('TimestampInterceptor') || [...properties.values()].includes('timestamp'))
}
