import type { LoadedSource } from '../conf/loaded.ts'
import { AvroSource } from '../sources/avro-source.ts'
import { ExecSource } from '../sources/exec/exec-source.ts'
import { NetcatSource } from '../sources/netcat-source.ts'
import { SequenceGeneratorSource } from '../sources/sequence-generator-source.ts'
import type { SourceContext } from '../sources/source-context.ts'
import { SpoolDirectorySource } from '../sources/spooldir/spool-directory-source.ts'
import { TaildirSource } from '../sources/taildir/taildir-source.ts'
import { EventDrivenSourceRunner, PollableSourceRunner, type SourceRunner } from '../sources/source-runner.ts'

type Build = (context: SourceContext) => SourceRunner

/** The source classes that are simulated. */
export const sourceBuilders: ReadonlyMap<string, Build> = new Map<string, Build>([
  ['org.apache.flume.source.AvroSource', (context) => new EventDrivenSourceRunner(new AvroSource(context))],
  ['org.apache.flume.source.SpoolDirectorySource', (context) => new EventDrivenSourceRunner(new SpoolDirectorySource(context))],
  ['org.apache.flume.source.taildir.TaildirSource', (context) => new PollableSourceRunner(context.agent, new TaildirSource(context))],
  ['org.apache.flume.source.ExecSource', (context) => new EventDrivenSourceRunner(new ExecSource(context))],
  ['org.apache.flume.source.NetcatSource', (context) => new EventDrivenSourceRunner(new NetcatSource(context))],
  ['org.apache.flume.source.SequenceGeneratorSource', (context) => new PollableSourceRunner(context.agent, new SequenceGeneratorSource(context))],
])

/** Ports that a source listens on, as other agents' sinks name them. */
export function portsOf(source: LoadedSource): readonly number[] {
  const port = source.settings['port']
  return typeof port === 'number' ? [port] : []
}
