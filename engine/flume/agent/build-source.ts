import type { LoadedSource } from '../conf/loaded.ts'
import { AvroSource } from '../sources/avro-source.ts'
import { DatagramSource, netcatUdp, syslogUdp } from '../sources/datagram-source.ts'
import { ExecSource } from '../sources/exec/exec-source.ts'
import { HttpSource } from '../sources/http-source.ts'
import { KafkaSource } from '../sources/kafka-source.ts'
import { NetcatSource } from '../sources/netcat-source.ts'
import { SequenceGeneratorSource } from '../sources/sequence-generator-source.ts'
import type { SourceContext } from '../sources/source-context.ts'
import { SpoolDirectorySource } from '../sources/spooldir/spool-directory-source.ts'
import { TaildirSource } from '../sources/taildir/taildir-source.ts'
import { multiportSyslogTcp, SyslogTcpSource, syslogTcp } from '../sources/syslog/syslog-tcp-source.ts'
import { EventDrivenSourceRunner, PollableSourceRunner, type SourceRunner } from '../sources/source-runner.ts'

type Build = (context: SourceContext) => SourceRunner

/** The source classes that are simulated. */
export const sourceBuilders: ReadonlyMap<string, Build> = new Map<string, Build>([
  ['org.apache.flume.source.AvroSource', (context) => new EventDrivenSourceRunner(new AvroSource(context))],
  ['org.apache.flume.source.SpoolDirectorySource', (context) => new EventDrivenSourceRunner(new SpoolDirectorySource(context))],
  ['org.apache.flume.source.taildir.TaildirSource', (context) => new PollableSourceRunner(context.agent, new TaildirSource(context))],
  [netcatUdp.className, (context) => new EventDrivenSourceRunner(new DatagramSource(context, netcatUdp))],
  [syslogUdp.className, (context) => new EventDrivenSourceRunner(new DatagramSource(context, syslogUdp))],
  [syslogTcp.className, (context) => new EventDrivenSourceRunner(new SyslogTcpSource(context, syslogTcp, portsOf(context.loaded)))],
  [
    multiportSyslogTcp.className,
    (context) => new EventDrivenSourceRunner(new SyslogTcpSource(context, multiportSyslogTcp, portsOf(context.loaded))),
  ],
  ['org.apache.flume.source.http.HTTPSource', (context) => new EventDrivenSourceRunner(new HttpSource(context))],
  ['org.apache.flume.source.kafka.KafkaSource', (context) => new PollableSourceRunner(context.agent, new KafkaSource(context))],
  ['org.apache.flume.source.ExecSource', (context) => new EventDrivenSourceRunner(new ExecSource(context))],
  ['org.apache.flume.source.NetcatSource', (context) => new EventDrivenSourceRunner(new NetcatSource(context))],
  ['org.apache.flume.source.SequenceGeneratorSource', (context) => new PollableSourceRunner(context.agent, new SequenceGeneratorSource(context))],
])

/** Ports that a source listens on, as other agents' sinks name them. */
export function portsOf(source: LoadedSource): readonly number[] {
  const port = source.settings['port']
  if (typeof port === 'number') return [port]
  const ports = source.className === multiportSyslogTcp.className ? (source.properties.get('ports') ?? '') : ''
  return ports.split(/\s+/).filter((text) => text !== '').map(Number)
}
