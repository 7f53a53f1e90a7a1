import type { Lane } from '../../ledger/lane.ts'
import type { Host } from '../../sim/host.ts'
import type { Process } from '../../sim/process.ts'
import type { JavaException } from '../conf/java/java-exception.ts'
import type { HostFiles } from '../files/host-files.ts'
import type { HBaseClusters } from '../sinks/hbase2/hbase-clusters.ts'
import type { HdfsClusters } from '../sinks/hdfs/hdfs-clusters.ts'
import type { OwnIntercept } from '../interceptors/own-interceptor.ts'
import type { AgentHeap } from './agent-heap.ts'
import type { AgentCosts } from './costs.ts'
import type { KafkaTopics } from '../kafka/kafka-topics.ts'
import type { Routes } from './routes.ts'

/** What the components of an agent work with. */
export interface AgentContext {
  readonly lane: Lane
  readonly host: Host
  readonly process: Process
  readonly files: HostFiles
  readonly routes: Routes
  readonly kafka: KafkaTopics
  readonly hbase: HBaseClusters
  readonly hdfs: HdfsClusters
  readonly costs: AgentCosts
  readonly heap: AgentHeap
  /** `user.home` of the process. */
  readonly homeDirectory: string
  /** Interceptors of its class path that are not Flume's, by class. */
  readonly ownInterceptors: ReadonlyMap<string, OwnIntercept>
  /** The id of a component in tracks, journal, stories and picture: `<process>/<name>`. */
  id(component: string): string
  /** Something that outlives the process, for the books only: made on first use, the same for the same key. */
  lasting<Value>(key: string, create: () => Value): Value
  /** Writes a line of Flume's log: `Logger - message`, then the exception and its causes. */
  log(component: string, level: 'INFO' | 'WARN' | 'ERROR', line: LogLine): void
}

/** A line of the log. */
export interface LogLine {
  /** Simple name of the class that logs. */
  readonly logger: string
  readonly message: string
  readonly thrown?: JavaException
}

/** The text of a log line with its exceptions, as the console shows them (without the frames of the stack). */
export function textOfLogLine({ logger, message, thrown }: LogLine): string {
  const chain = thrown?.chain() ?? []
  return [`${logger} - ${message}`, ...chain.map((line, index) => (index === 0 ? line : `Caused by: ${line}`))].join('\n')
}
