import { SYSLOG_SOURCE } from '../../connect/connectors/shipped-connectors.ts'
import { schemaOf } from '../../connect/data/schema.ts'
import { caughtException } from '../../connect/runtime/task-context.ts'
import { transformationChain } from '../../connect/runtime/transformation-chain.ts'
import type { FlumeLane } from '../../flume/agent/flume-lane.ts'
import { DatagramSender } from '../../flume/world/datagram-sender.ts'
import { LineClient } from '../../flume/world/line-client.ts'
import { LogWriter } from '../../flume/world/log-writer.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { driveArrivals } from '../../ledger/workload.ts'
import type { Host } from '../../sim/host.ts'
import { OptionError } from '../check-options.ts'
import { reconnectMicros, syslogHead } from '../flume/outside-world.ts'
import type { PlayedLoad } from '../play/play.ts'
import type { DeclaredConnector } from './connector-json.ts'

/** A load that comes to a source connector. */
export interface SourceInflow {
  readonly lane: FlumeLane
  /** The worker's machine. */
  readonly host: Host
  readonly declared: DeclaredConnector
  readonly load: PlayedLoad
  /** The task's name in the picture. */
  readonly task: string
  readonly clientHost: () => Host
}

/** Records that are looked at for the topic that they go to. */
const lookedAtMax = 1000

/** Sets up what brings a load to a source: an application that appends to its file, or a sender of syslog as Flume's sources have it. */
export function bringToSource(inflow: SourceInflow): void {
  if (inflow.declared.plugin === SYSLOG_SOURCE) sendSyslog(inflow)
  else appendLines(inflow)
}

function appendLines({ lane, host, declared, load }: SourceInflow): void {
  const path = declared.properties.get('file') ?? ''
  const writer = new LogWriter({ lane, host, name: `writer of ${path}`, path, owedTo: () => [] })
  writer.follow(load.workload, load.stream)
}

function sendSyslog({ lane, host, declared: { name, properties }, load, task, clientHost }: SourceInflow): void {
  const options = {
    lane, host: clientHost(), name: `${load.stream.content.name} for ${name}`, to: host, port: Number(properties.get('syslog.port')), owedTo: () => [], prefix: syslogHead,
  }
  const { simulation, topology } = lane.lane
  if ((properties.get('syslog.listener') ?? 'TCP').toUpperCase() === 'UDP') {
    const sender = new DatagramSender(options)
    topology.edge(sender.process.name, task)
    driveArrivals(simulation, sender.process, load, (run) => { sender.send(run) })
    return
  }
  const client = new LineClient({ ...options, readsReplies: false, waitsForReply: false, repeatsUntilOk: false, reconnectMicros })
  topology.edge(client.process.name, task)
  driveArrivals(simulation, client.process, load, (run) => { client.write(run) })
}

/**
 * The topic that a source's records go to after the transformations; undefined where they drop all of them.
 * @throws OptionError where they go to several: the books need to know what is owed to whom
 */
export function sourceTopic({ plugin, properties, name }: DeclaredConnector, { stream, workload }: PlayedLoad, nowMs: number): string | undefined {
  const transform = transformationChain(properties)
  const prefix = plugin === SYSLOG_SOURCE ? syslogHead : ''
  const topics = new Set<string>()
  for (let number = 0; number < Math.min(Math.max(1, workload.count), lookedAtMax); number++) {
    const record = caughtException(() => transform({
      topic: properties.get('topic') ?? '', partition: null, keySchema: null, key: null, valueSchema: schemaOf('string'),
      value: prefix + stream.content.value(number), timestamp: nowMs, headers: [],
    }))
    if (record !== null && !(record instanceof KafkaException)) topics.add(record.topic)
  }
  if (topics.size < 2) return [...topics][0]
  throw new OptionError(`connector '${name}': its transformations spread records over ${[...topics].join(', ')}, and the books need one topic.`, 'transforms', 'Route in the sink, or give each kind of records a connector of its own.')
}
