import type { HostFiles } from '../../flume/files/host-files.ts'
import { KafkaAdminClient } from '../../kafka/admin/kafka-admin-client.ts'
import type { GroupProgress } from '../../kafka/coordinator/group-progress.ts'
import type { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { Destination } from '../../ledger/lane-ledger.ts'
import type { Host } from '../../sim/host.ts'
import type { Process, Program } from '../../sim/process.ts'
import type { OutputDirectory } from '../connectors/output-directory.ts'
import { RunningConnector } from './running-connector.ts'
import { RecordForms } from './record-forms.ts'
import { OffsetStore, type SourceOffsets } from './offset-store.ts'
import { pluginOf, type ConnectorProperties } from './validate-connector.ts'

/** What a worker is made from. */
export interface ConnectWorkerOptions {
  readonly lane: Lane
  readonly host: Host
  readonly files: HostFiles
  readonly name: string
  /** connect-standalone.properties, `bootstrap.servers` among them. */
  readonly properties: ConnectorProperties
  readonly bootMicros: number
  /** The books of how far groups are; the log holds every record for a sink's group for ever without them. */
  readonly progress?: GroupProgress
  /** Where a sink's records are owed to, by the connector's name. */
  readonly destinations: (connector: string) => readonly Destination[]
  /** The file system of a URL (hdfs.url) for a life of the worker; undefined for none of that name. */
  readonly directoryOf?: (url: string, process: Process) => OutputDirectory | undefined
  /** Where the connectors' classes lie, as exceptions name it. */
  readonly pluginLocations?: readonly string[]
}

/**
 * A standalone worker of Kafka Connect in its JVM: connectors given on the command line start with it; those that come over
 * REST are gone when it ends (MemoryConfigBackingStore). Offsets of sources are in a file, those of sinks in Kafka.
 */
export class ConnectWorker implements Program {
  readonly process: Process
  readonly options: ConnectWorkerOptions
  readonly connectors = new Map<string, RunningConnector>()
  readonly #commandLine: ConnectorProperties[] = []
  /** Content of records that were sent outlives the worker. */
  readonly #forms = new Map<string, RecordForms>()
  #admin: KafkaAdminClient | undefined

  constructor(options: ConnectWorkerOptions) {
    this.options = options
    this.process = options.host.process(this, { name: options.name, bootMicros: options.bootMicros })
    const { lane, host, name } = options
    lane.topology.node({ id: this.process.name, kind: 'process', label: name, parent: host.name })
  }

  /** Adds a connector's file to the command line. */
  addConnector(properties: ConnectorProperties): void {
    this.#commandLine.push(properties)
  }

  /** The worker's admin client. @throws RangeError while it does not run */
  get admin(): KafkaAdminClient {
    if (this.#admin === undefined) throw new RangeError(`${this.process.name} does not run`)
    return this.#admin
  }

  /** Offsets of sources. */
  get offsets(): OffsetStore {
    const path = this.options.properties.get('offset.storage.file.filename') ?? '/tmp/connect.offsets'
    return new OffsetStore(this.options.files.valueFile<SourceOffsets>(path))
  }

  /** The forms in which a connector sends on what it gets. */
  formsOf(connector: string): RecordForms {
    let forms = this.#forms.get(connector)
    if (forms === undefined) {
      forms = new RecordForms(this.options.lane.streams, connector)
      this.#forms.set(connector, forms)
    }
    return forms
  }

  onStart(): void {
    const { lane, name, properties } = this.options
    this.#admin = new KafkaAdminClient({
      context: { lane, process: this.process, name: `${this.process.name}/admin`, clientId: `${name}-shared-admin` },
      properties: { 'bootstrap.servers': properties.get('bootstrap.servers') ?? '' },
    })
    for (const connector of this.#commandLine) this.start(connector)
  }

  onTerminate(): void {
    const running = [...this.connectors.values()]
    let left = running.length
    const done = () => { if (--left <= 0) this.process.exit() }
    if (left === 0) this.process.exit()
    for (const connector of running) connector.stopTasks(done)
  }

  onEnd(): void {
    this.connectors.clear()
    this.#admin = undefined
  }

  /** Starts a connector whose configuration is valid. @throws RangeError for a class that no plugin has */
  start(properties: ConnectorProperties): RunningConnector {
    const plugin = pluginOf(properties)
    if (plugin === undefined) throw new RangeError(`no plugin has the class ${properties.get('connector.class') ?? ''}`)
    const name = properties.get('name') ?? ''
    const connector = new RunningConnector({ worker: this, name, plugin, properties })
    this.connectors.set(name, connector)
    connector.startTasks()
    return connector
  }

  /** Stops a connector and forgets it. */
  delete(name: string): void {
    this.connectors.get(name)?.stopTasks(() => undefined)
    this.connectors.delete(name)
  }

  /** Offsets that a sink's group has committed. */
  sinkOffsets(name: string, done: (offsets: readonly { readonly topic: string; readonly partition: number; readonly offset: number }[] | KafkaException) => void): void {
    this.admin.groups.offsets(`connect-${name}`, done)
  }
}
