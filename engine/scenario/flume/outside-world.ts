import { portsOf } from '../../flume/agent/build-source.ts'
import type { FlumeAgent } from '../../flume/agent/flume-agent.ts'
import type { FlumeLane } from '../../flume/agent/flume-lane.ts'
import type { LoadedSource } from '../../flume/conf/loaded.ts'
import { AvroClient } from '../../flume/world/avro-client.ts'
import { DatagramSender } from '../../flume/world/datagram-sender.ts'
import { HttpClient } from '../../flume/world/http-client.ts'
import { LineClient } from '../../flume/world/line-client.ts'
import { LogWriter } from '../../flume/world/log-writer.ts'
import { SpoolDropper } from '../../flume/world/spool-dropper.ts'
import { driveArrivals } from '../../ledger/workload.ts'
import type { Host } from '../../sim/host.ts'
import { microsPerSecond } from '../../sim/time.ts'
import { OptionError } from '../check-options.ts'
import type { PlayedLoad } from '../play/play.ts'

/** A load that comes to a source, and from where. */
export interface Inflow {
  readonly lane: FlumeLane
  readonly agent: FlumeAgent
  readonly agentHost: Host
  readonly source: LoadedSource
  readonly load: PlayedLoad
  /** The machine of the client; that of the agent for files. */
  readonly clientHost: () => Host
  readonly name: string
  /** Whether the client sends again what was refused, where it is told. */
  readonly repeats: boolean
}

/** Pause of a client before it connects again or repeats a line: a modelling choice. */
export const reconnectMicros = microsPerSecond
/** Flume's RPC client: RpcClientConfigurationConstants.DEFAULT_BATCH_SIZE. */
const rpcBatchSize = 100
/** A file a second goes into a spooling directory: a modelling choice. */
const spoolPeriodMicros = microsPerSecond
/** What stands before a message of RFC 5424: facility user, severity notice, no time of its own, host and program. */
export const syslogHead = '<13>1 - application app - - - '

/** With the destinations of what comes at a moment. */
interface OwedInflow extends Inflow {
  readonly owedTo: () => readonly number[]
}

const bringers: ReadonlyMap<string, (inflow: OwedInflow) => void> = new Map([
  ['org.apache.flume.source.ExecSource', writeLog],
  ['org.apache.flume.source.taildir.TaildirSource', writeLog],
  ['org.apache.flume.source.SpoolDirectorySource', dropFiles],
  ['org.apache.flume.source.NetcatSource', sendLines],
  ['org.apache.flume.source.AvroSource', sendEvents],
  ['org.apache.flume.source.http.HTTPSource', postEvents],
  ['org.apache.flume.source.SyslogTcpSource', sendSyslog],
  ['org.apache.flume.source.MultiportSyslogTCPSource', sendSyslog],
  ['org.apache.flume.source.SyslogUDPSource', sendSyslogDatagrams],
  ['org.apache.flume.source.NetcatUdpSource', sendDatagrams],
])

/** Class names of the sources that something outside can send to. */
export function canReceive(className: string): boolean {
  return bringers.has(className)
}

/** Sets up what brings a load to a source: a program that writes a log, one that drops files, or a network client. */
export function bringLoad(inflow: Inflow): void {
  bringers.get(inflow.source.className)?.({ ...inflow, owedTo: owedNow(inflow) })
}

/** Where what comes now is owed to; what an edit of the agent's configuration has cut off is not owed any more. */
function owedNow({ lane, agent, source, load }: Inflow): () => readonly number[] {
  let before: readonly number[] = []
  return () => {
    const now = agent.destinationsOf(source.name)
    if (now !== before) {
      const cut = before.filter((destination) => !now.includes(destination))
      if (cut.length > 0) lane.lane.ledger.oweNoMore(load.stream.index, cut)
      before = now
    }
    return now
  }
}

function writeLog(inflow: OwedInflow): void {
  const { lane, agentHost, source, load } = inflow
  const writer = new LogWriter({ lane, host: agentHost, name: inflow.name, path: logPath(source), owedTo: inflow.owedTo })
  showWay(inflow, writer.process.name)
  writer.follow(load.workload, load.stream)
}

function dropFiles(inflow: OwedInflow): void {
  const { lane, agentHost, source, load } = inflow
  const { simulation } = lane.lane
  const directory = String(source.settings['spoolDir'] ?? source.properties.get('spoolDir') ?? '')
  const dropper = new SpoolDropper({ lane, host: agentHost, directory, owedTo: inflow.owedTo })
  const { workload, stream } = load
  let next = 0
  let file = 0
  const drop = (): void => {
    const first = next
    while (next < workload.count && workload.arrivalMicros(next) <= simulation.nowMicros) next++
    if (next > first) dropper.drop(`${load.stream.content.name}-${file++}.log`, { first: stream.base + first, count: next - first }, stream.index)
    if (next < workload.count) simulation.after(spoolPeriodMicros, agentHost, drop)
  }
  simulation.after(spoolPeriodMicros, agentHost, drop)
}

function sendLines(inflow: OwedInflow): void {
  const { lane, agentHost, source, load } = inflow
  const readsReplies = source.settings['ack-every-event'] !== false
  const client = new LineClient({
    lane, host: inflow.clientHost(), name: inflow.name, to: agentHost, port: portsOf(source)[0] ?? 0, owedTo: inflow.owedTo,
    readsReplies, waitsForReply: false, repeatsUntilOk: readsReplies && inflow.repeats, reconnectMicros,
  })
  showWay(inflow, client.process.name)
  driveArrivals(lane.lane.simulation, client.process, load, (run) => { client.write(run) })
}

function sendEvents(inflow: OwedInflow): void {
  const { lane, agentHost, source, load } = inflow
  const client = new AvroClient({
    lane, host: inflow.clientHost(), name: inflow.name, to: agentHost, port: portsOf(source)[0] ?? 0, owedTo: inflow.owedTo,
    method: 'appendBatch', batchSize: rpcBatchSize, repeats: inflow.repeats, retryMicros: reconnectMicros,
  })
  showWay(inflow, client.process.name)
  driveArrivals(lane.lane.simulation, client.process, load, (run) => { client.send(run) })
}

function postEvents(inflow: OwedInflow): void {
  const { lane, agentHost, source, load, repeats } = inflow
  const client = new HttpClient({
    lane, host: inflow.clientHost(), name: inflow.name, to: agentHost, port: portsOf(source)[0] ?? 0, owedTo: inflow.owedTo,
    ...(repeats ? { retryMicros: reconnectMicros } : {}),
  })
  showWay(inflow, client.process.name)
  driveArrivals(lane.lane.simulation, client.process, load, (run) => { client.send(run) })
}

function sendSyslog(inflow: OwedInflow): void {
  const { lane, agentHost, source, load } = inflow
  const client = new LineClient({
    lane, host: inflow.clientHost(), name: inflow.name, to: agentHost, port: portsOf(source)[0] ?? 0, owedTo: inflow.owedTo,
    prefix: syslogHead, readsReplies: false, waitsForReply: false, repeatsUntilOk: false, reconnectMicros,
  })
  showWay(inflow, client.process.name)
  driveArrivals(lane.lane.simulation, client.process, load, (run) => { client.write(run) })
}

function sendSyslogDatagrams(inflow: OwedInflow): void {
  sendDatagrams(inflow, syslogHead)
}

function sendDatagrams(inflow: OwedInflow, prefix = ''): void {
  const { lane, agentHost, source, load } = inflow
  const sender = new DatagramSender({ lane, host: inflow.clientHost(), name: inflow.name, to: agentHost, port: Number(source.settings['port'] ?? 0), owedTo: inflow.owedTo, prefix })
  showWay(inflow, sender.process.name)
  driveArrivals(lane.lane.simulation, sender.process, load, (run) => { sender.send(run) })
}

/** Draws the way into the agent. */
function showWay({ lane, agent, source }: Inflow, from: string): void {
  lane.lane.topology.edge(from, `${agent.process.name}/${source.name}`)
}

/** The file that a source reads: the last word of `tail -F /path`, or the first file group's pattern as a name. */
function logPath(source: LoadedSource): string {
  const { properties } = source
  if (source.className === 'org.apache.flume.source.ExecSource') {
    const words = (properties.get('command') ?? '').split(/\s+/)
    const path = words.findLast((word) => word.startsWith('/'))
    if (path !== undefined) return path
    throw new OptionError(`Source ${source.name} runs '${properties.get('command') ?? ''}', which reads no file that a load could be written to.`, undefined, 'Use tail -F /var/log/app.log, for example.')
  }
  const group = (properties.get('filegroups') ?? '').split(/\s+/)[0] ?? ''
  const pattern = properties.get(`filegroups.${group}`) ?? '/var/log/app.log'
  const slash = pattern.lastIndexOf('/')
  const name = pattern.slice(slash + 1).replaceAll('\\.', '.').replaceAll('.*', 'app').replaceAll(/[\\^$+?()[\]{}|]/g, '')
  return `${pattern.slice(0, slash)}/${name}`
}
