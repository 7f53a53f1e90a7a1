import type { CoverageGap } from '../conf/coverage.ts'
import type { LoadedAgent } from '../conf/load-conf.ts'
import type { LoadedComponent, LoadedSource } from '../conf/loaded.ts'
import { interceptorGap } from '../interceptors/build-interceptor.ts'
import { serializerGap } from '../serialization/lines-of-events.ts'
import { hbase2SinkGap } from '../sinks/hbase2/hbase2-sink-gap.ts'
import { hdfsSinkGap } from '../sinks/hdfs/hdfs-sink-settings.ts'
import { parseCommand } from '../sources/exec/command.ts'

/** Settings of simulated components that are not simulated themselves: they block the start like a class that is not. */
export function settingGaps({ sources, sinks }: LoadedAgent): CoverageGap[] {
  return [...sourceGaps(sources), ...sources.flatMap(interceptorGaps), ...sinkGaps(sinks)]
}

function interceptorGaps(source: LoadedSource): CoverageGap[] {
  return source.interceptors.flatMap((interceptor) => {
    const found = interceptorGap(interceptor)
    if (found === undefined) return []
    return [gap('source', source, `interceptors.${interceptor.name}.${found.key}`, `of its interceptor ${interceptor.name} ${found.problem}`)]
  })
}

function sinkGaps(sinks: LoadedAgent['sinks']): CoverageGap[] {
  return sinks.flatMap((sink) => {
    const found = sinkGap(sink)
    return found === undefined ? [] : [gap('sink', sink, found.key, found.problem)]
  })
}

function sinkGap(sink: LoadedAgent['sinks'][number]): ReturnType<typeof hdfsSinkGap> {
  switch (sink.className) {
    case 'org.apache.flume.sink.hdfs.HDFSEventSink':
      return hdfsSinkGap(sink)
    case 'org.apache.flume.sink.hbase2.HBase2Sink':
      return hbase2SinkGap(sink)
    case 'org.apache.flume.sink.RollingFileSink':
      return serializerGap(sink.properties, 'sink.serializer')
    default:
      return undefined
  }
}

function sourceGaps(sources: LoadedAgent['sources']): CoverageGap[] {
  return sources.flatMap((source) => {
    switch (source.className) {
      case 'org.apache.flume.source.ExecSource': {
        const command = String(source.settings['command'])
        if (parseCommand(command) !== undefined) return []
        const known = 'tail -F FILE (with -n N), cat FILE, echo WORDS and seq FIRST LAST'
        return [gap('source', source, 'command', `the command '${command}' is not simulated here; ${known} are. Put one of them in its place`)]
      }
      case 'org.apache.flume.source.SpoolDirectorySource': {
        const deserializer = String(source.settings['deserializerType'] ?? 'LINE')
        if (deserializer.toUpperCase() === 'LINE') return []
        return [gap('source', source, 'deserializer', `the deserializer ${deserializer} is not simulated here; LINE is. Put it in its place`)]
      }
      case 'org.apache.flume.source.kafka.KafkaSource': {
        if (!source.properties.has('kafka.topics.regex')) return []
        return [gap('source', source, 'kafka.topics.regex', 'a subscription by pattern is not simulated here; kafka.topics is. Put it in its place')]
      }
      default:
        return []
    }
  })
}

function gap(kind: 'source' | 'sink', component: LoadedComponent, key: string, problem: string): CoverageGap {
  const position = component.positions.get(key)
  const line = position === undefined ? '' : ` (line ${position.line})`
  return {
    kind,
    name: component.name,
    type: component.type,
    className: component.className,
    ...(position === undefined ? {} : { line: position.line, column: position.column }),
    message: `Flume loads the ${kind} ${component.name}${line}, but ${problem}.`,
  }
}
