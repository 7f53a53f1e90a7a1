import { TopicCalls } from '../../kafka/admin/topic-calls.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { connectException } from '../data/connect-exceptions.ts'
import { HdfsSink } from '../connectors/hdfs-sink.ts'
import { HDFS_SINK, SYSLOG_SOURCE, type ConnectorPlugin } from '../connectors/shipped-connectors.ts'
import { FileStreamSource } from '../connectors/file-stream-source.ts'
import { SyslogSource } from '../connectors/syslog-source.ts'
import { fileStreamSink } from '../connectors/file-stream-sink.ts'
import { fullMatcher } from '../transform/valid-regex.ts'
import type { ConnectWorker } from './connect-worker.ts'
import { SinkTask } from './sink-task.ts'
import { SourceTask } from './source-task.ts'
import { caughtException, taskName, traceOf, type ConnectState, type ConnectTask, type TaskContext } from './task-context.ts'
import type { ConnectorProperties } from './validate-connector.ts'

/** A task's state as the REST interface tells it. */
export interface TaskStatus {
  state: ConnectState
  trace: string | undefined
}

/** A connector of a worker, with its tasks. */
export class RunningConnector {
  readonly name: string
  readonly plugin: ConnectorPlugin
  readonly properties: ConnectorProperties
  readonly #worker: ConnectWorker
  #state: ConnectState = 'RUNNING'
  #tasks: ConnectTask[] = []
  #statuses: TaskStatus[] = []

  constructor(options: { readonly worker: ConnectWorker; readonly name: string; readonly plugin: ConnectorPlugin; readonly properties: ConnectorProperties }) {
    this.#worker = options.worker
    this.name = options.name
    this.plugin = options.plugin
    this.properties = options.properties
  }

  get state(): ConnectState {
    return this.#state
  }

  /** States of its tasks; none while it is stopped. */
  get statuses(): readonly TaskStatus[] {
    return this.#statuses
  }

  /** Makes its tasks and starts them. A source that reads one file has one, a sink tasks.max. */
  startTasks(): void {
    this.#setState('RUNNING')
    const count = this.plugin.kind === 'source' ? 1 : Number(this.properties.get('tasks.max') ?? '1')
    this.#statuses = Array.from({ length: count }, (): TaskStatus => ({ state: 'RUNNING', trace: undefined }))
    this.#tasks = []
    if (this.plugin.kind === 'source') this.#startTask(0, (context) => this.#sourceTask(context))
    else this.#withTopics((topics) => { for (let number = 0; number < count; number++) this.#startTask(number, (context) => this.#sinkTask(context, topics)) })
  }

  /** Stops its tasks, each of which commits what it can. */
  stopTasks(done: () => void): void {
    const tasks = this.#tasks.splice(0)
    let left = tasks.length
    if (left === 0) done()
    for (const task of tasks) task.stop(() => { if (--left === 0) done() })
  }

  /** PUT pause. */
  pause(): void {
    if (this.#state === 'STOPPED') return
    this.#setState('PAUSED')
    for (const task of this.#tasks) task.pause()
  }

  /** PUT resume: after a stop its tasks are made anew. */
  resume(): void {
    if (this.#state === 'STOPPED') this.startTasks()
    else {
      this.#setState('RUNNING')
      for (const task of this.#tasks) task.resume()
    }
  }

  /** PUT stop: its tasks end and are gone. */
  stop(): void {
    this.#setState('STOPPED')
    this.stopTasks(() => undefined)
    this.#statuses = []
  }

  /** Starts a task again, which is how a failed one goes on. */
  restartTask(number: number): void {
    const restart = () => {
      if (this.plugin.kind === 'source') this.#startTask(number, (context) => this.#sourceTask(context))
      else this.#withTopics((topics) => { this.#startTask(number, (context) => this.#sinkTask(context, topics)) })
    }
    const task = this.#tasks[number]
    if (task === undefined) restart()
    else task.stop(restart)
  }

  #setState(state: ConnectState): void {
    this.#state = state
    const { lane, process } = { ...this.#worker.options, process: this.#worker.process }
    const { recorder } = lane.simulation
    recorder.setText(recorder.track(`${process.name}/${this.name}`, 'state', 'text'), state, state.toLowerCase())
  }

  #startTask(number: number, make: (context: TaskContext) => ConnectTask): void {
    const context = this.#contextOf(number)
    const { lane, process } = context
    lane.topology.node({ id: taskName(context), kind: this.plugin.kind, label: `${this.name}-${String(number)}`, parent: process.name })
    context.onState('RUNNING')
    const task = caughtException(() => make(context))
    if (task instanceof KafkaException) context.onState('FAILED', traceOf(task))
    else this.#tasks[number] = task
  }

  #contextOf(number: number): TaskContext {
    const { options, process, admin, offsets } = this.#worker
    const { lane, files, progress, properties: worker, destinations } = options
    const status: TaskStatus = { state: 'RUNNING', trace: undefined }
    this.#statuses[number] = status
    const { recorder } = lane.simulation
    return {
      lane, process, files, admin, offsets, progress, worker, number, connector: this.name, properties: this.properties, forms: this.#worker.formsOf(this.name),
      destinations: () => destinations(this.name),
      onState: (state, trace) => {
        status.state = state
        status.trace = trace
        recorder.setText(recorder.track(`${process.name}/${this.name}-${String(number)}`, 'state', 'text'), state, trace?.split('\n', 1)[0] ?? '')
      },
    }
  }

  #sourceTask(context: TaskContext): SourceTask {
    return new SourceTask(context, (own) => (this.plugin === SYSLOG_SOURCE ? new SyslogSource(own) : new FileStreamSource(own)))
  }

  #sinkTask(context: TaskContext, topics: readonly string[]): SinkTask {
    const { lane, files, properties } = context
    if (this.plugin === HDFS_SINK) return new SinkTask(context, this.#hdfsSink(context), topics)
    const path = properties.get('file') ?? '/dev/stdout'
    return new SinkTask(context, fileStreamSink({ lane, name: taskName(context), open: () => files.open(path), destinations: context.destinations }), topics)
  }

  /** @throws KafkaException a ConnectException where no file system has the URL */
  #hdfsSink(context: TaskContext): HdfsSink {
    const { lane, process, properties, destinations } = context
    const url = properties.get('hdfs.url') ?? ''
    const directory = this.#worker.options.directoryOf?.(url, process)
    if (directory === undefined) throw connectException(`java.net.UnknownHostException: ${url}`)
    const rotateMs = Number(properties.get('rotate.interval.ms') ?? '-1')
    return new HdfsSink({
      lane, directory, destinations, name: taskName(context), topicsDir: properties.get('topics.dir') ?? 'topics', lifeNumber: process.incarnation,
      flushSize: Number(properties.get('flush.size')), rotateMicros: rotateMs < 0 ? undefined : rotateMs * 1000,
    })
  }

  /** The topics of a sink: listed, or those that match now. */
  #withTopics(start: (topics: readonly string[]) => void): void {
    const topics = (this.properties.get('topics') ?? '').split(',').map((topic) => topic.trim()).filter((topic) => topic !== '')
    const regex = this.properties.get('topics.regex')
    if (regex === undefined || topics.length > 0) {
      start(topics)
      return
    }
    const { matches } = fullMatcher(regex)
    new TopicCalls(this.#worker.admin).list((found) => { start(found instanceof KafkaException ? [] : found.filter(matches)) })
  }
}
