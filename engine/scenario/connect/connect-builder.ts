import { SYSLOG_SOURCE } from '../../connect/connectors/shipped-connectors.ts'
import { HdfsDirectory } from '../../connect/connectors/hdfs-directory.ts'
import { ConnectWorker } from '../../connect/runtime/connect-worker.ts'
import type { RunningConnector } from '../../connect/runtime/running-connector.ts'
import type { ConnectorProperties } from '../../connect/runtime/validate-connector.ts'
import type { FlumeLane } from '../../flume/agent/flume-lane.ts'
import type { ConnectHandle, ConnectorHandle } from '../api/connect-types.ts'
import type { Load } from '../api/load-types.ts'
import { OptionError, OptionReader } from '../check-options.ts'
import type { ClientGround } from '../kafka/client/client-application.ts'
import type { LaneScope } from '../lane/lane-scope.ts'
import { readConnector, readProperties, type DeclaredConnector } from './connector-json.ts'
import { bringToSource, sourceTopic } from './source-world.ts'

/** Time from the start of a worker's JVM until its REST interface is up and connectors start. */
const bootMicros = 4_000_000

/** What connect-standalone.properties of Kafka's distribution says, where the reader does not. */
const DEFAULTS: ReadonlyMap<string, string> = new Map([
  ['key.converter', 'org.apache.kafka.connect.storage.StringConverter'], ['value.converter', 'org.apache.kafka.connect.storage.StringConverter'],
  ['offset.storage.file.filename', '/var/lib/connect.offsets'],
])

/** Declares a standalone worker of Kafka Connect with its connectors; it starts when the cluster is ready. */
export class ConnectBuilder {
  readonly handle: ConnectHandle
  readonly #scope: LaneScope
  readonly #ground: () => ClientGround
  readonly #flume: FlumeLane
  readonly #worker: ConnectWorker
  readonly #properties: ConnectorProperties
  readonly #names = new Set<string>()

  /** @throws OptionError */
  constructor(scope: LaneScope, ground: () => ClientGround, flume: FlumeLane, options: unknown) {
    const { handles, lane, play } = scope
    const reader = new OptionReader('connect', options, ['on', 'name', 'properties'])
    const host = handles.hostOf(reader.raw('on'), 'connect', 'on')
    const name = reader.text('name', 'connect')
    const { bootstrapServers, progress, whenReady } = ground()
    this.#scope = scope
    this.#ground = ground
    this.#flume = flume
    this.#properties = new Map([...DEFAULTS, ['bootstrap.servers', bootstrapServers], ...readProperties(reader.raw('properties'), 'properties')])
    this.#worker = new ConnectWorker({
      lane, host, name, progress, bootMicros, files: flume.filesOf(host), properties: this.#properties,
      destinations: (connector) => [lane.ledger.destination(connector)],
      directoryOf: (url, process) => {
        const found = flume.hdfs.find(host, `${url}/`)
        return found === undefined ? undefined : new HdfsDirectory(flume.hdfs.clientOf(found, process), lane.streams)
      },
    })
    const worker = this.#worker
    this.handle = Object.freeze(handles.process(lane, { host, name, process: () => worker.process }, { connector: (json: unknown) => this.#connector(json) }))
    play.prepare('starts', () => { whenReady(() => { worker.process.start('the cluster is ready') }) })
    play.modelParameters.set('Connect worker start', { name: 'Kafka Connect: start of a worker', value: bootMicros, unit: 'µs', source: 'a modelling choice: a JVM that looks through its plugins' })
  }

  #connector(json: unknown): ConnectorHandle {
    const declared = readConnector(json)
    const { name, plugin } = declared
    if (this.#names.has(name)) throw new OptionError(`Connector ${name} already exists`)
    this.#names.add(name)
    const topics = plugin.kind === 'sink' ? this.#topicsOf(declared) : []
    this.#edit(`connector '${name}' is created`, () => {
      const { ledger } = this.#scope.lane
      for (const topic of topics) this.#ground().addReader(`connect-${name}`, topic, ledger.destination(name).index)
      this.#worker.addConnector(declared.properties)
      if (this.#worker.process.isRunning) this.#worker.start(declared.properties)
    })
    return this.#handleOf(declared)
  }

  #handleOf(declared: DeclaredConnector): ConnectorHandle {
    const { name } = declared
    const change = (text: string, action: (connector: RunningConnector) => void) => () => { this.#edit(`connector '${name}' ${text}`, () => { action(this.#running(name)) }) }
    const handle: ConnectorHandle = Object.freeze({
      name,
      receives: (load: Load, from: unknown) => {
        this.#receive(declared, load, from)
        return handle
      },
      pauses: change('is paused', (connector) => { connector.pause() }),
      resumes: change('is resumed', (connector) => { connector.resume() }),
      stops: change('is stopped', (connector) => { connector.stop() }),
      restarts: (task: unknown) => {
        const number = typeof task === 'number' ? task : 0
        change(`: task ${number} is restarted`, (connector) => { connector.restartTask(number) })()
      },
    })
    return handle
  }

  /** Lets the outside world bring a load to a source, which sends it to its topic. */
  #receive(declared: DeclaredConnector, load: Load, from: unknown): void {
    const { plugin, properties, name } = declared
    if (plugin.kind !== 'source') throw new OptionError(`receives: connector '${name}' is a sink.`)
    if (plugin !== SYSLOG_SOURCE && !properties.has('file')) throw new OptionError(`receives: connector '${name}' reads no file.`)
    const { play, handles, lane } = this.#scope
    const given = new OptionReader('receives', from ?? {}, ['from']).raw('from')
    const clientHost = given === undefined ? undefined : handles.hostOf(given, 'receives', 'from')
    const played = play.load(load)
    const topic = sourceTopic(declared, played, lane.nowMs)
    if (topic !== undefined) this.#ground().addStream(topic, played.stream.index)
    play.prepare('worlds', () => {
      const { process, options: { host } } = this.#worker
      bringToSource({ lane: this.#flume, host, declared, load: played, task: `${process.name}/${name}-0`, clientHost: () => clientHost ?? lane.host('application') })
    })
  }

  #topicsOf({ name, properties }: DeclaredConnector): readonly string[] {
    const topics = (properties.get('topics') ?? '').split(',').map((topic) => topic.trim()).filter((topic) => topic !== '')
    if (topics.length === 0) throw new OptionError(`connector '${name}': the books need to know what is owed to it.`, 'topics.regex', "Name its topics: 'topics': 'a,b'.")
    return topics
  }

  #edit(text: string, action: () => void): void {
    const { play, handles, lane } = this.#scope
    if (play.isBuilt) handles.edit(lane, this.#worker.process.name, text, action)
    else play.prepare('makers', action)
  }

  /** @throws OptionError when the connector does not run */
  #running(name: string): RunningConnector {
    const connector = this.#worker.connectors.get(name)
    if (connector === undefined) throw new OptionError(`Unknown connector ${name}: the worker does not run at this moment.`)
    return connector
  }
}
