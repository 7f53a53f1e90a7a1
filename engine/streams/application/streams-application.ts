import { KafkaAdminClient } from '../../kafka/admin/kafka-admin-client.ts'
import type { GroupProgress } from '../../kafka/coordinator/group-progress.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { Destination } from '../../ledger/lane-ledger.ts'
import type { Host } from '../../sim/host.ts'
import type { Process, Program } from '../../sim/process.ts'
import type { Track } from '../../sim/recorder.ts'
import { subTopologies } from '../topology/sub-topologies.ts'
import type { Topology } from '../topology/topology.ts'
import { InternalTopics } from './internal-topics.ts'
import type { StreamRecords } from './stream-records.ts'
import type { StreamsSettings } from './streams-settings.ts'
import { StreamThread } from './stream-thread.ts'

/** What a Kafka Streams application is made from. */
export interface StreamsApplicationOptions {
  readonly lane: Lane
  readonly host: Host
  readonly name: string
  readonly settings: StreamsSettings
  readonly topology: Topology
  readonly records: StreamRecords
  readonly progress: GroupProgress
  readonly destination: Destination
  readonly bootstrapServers: string
}

type State = 'CREATED' | 'REBALANCING' | 'RUNNING' | 'PENDING_SHUTDOWN' | 'NOT_RUNNING' | 'ERROR'

/** The group's leader looks for source topics when it assigns tasks, and a new group's first members wait for others that long (group.initial.rebalance.delay.ms). */
const firstRebalanceMicros = 3_000_000
const missingTopicPauseMicros = 100_000

/** One instance of a Kafka Streams application (org.apache.kafka.streams.KafkaStreams) with one thread, in a process of its own. */
export class StreamsApplication implements Program {
  readonly process: Process
  readonly #options: StreamsApplicationOptions
  readonly #state: Track
  readonly #dropped: Track
  #thread: StreamThread | undefined
  #current: State = 'CREATED'

  constructor(options: StreamsApplicationOptions) {
    const { lane, host, name } = options
    this.#options = options
    this.process = host.process(this, { name, bootMicros: 0 })
    lane.topology.node({ id: this.process.name, kind: 'process', label: name, parent: host.name })
    const { recorder } = lane.simulation
    this.#state = recorder.track(this.process.name, 'state', 'text')
    this.#dropped = recorder.track(this.process.name, 'dropped-records-total')
  }

  onStart(): void {
    const { lane, name, settings, topology, bootstrapServers } = this.#options
    const { process } = this
    const parts = subTopologies(topology)
    const context = { lane, process, name: `${process.name}/stream-thread-1`, clientId: `${name}-StreamThread-1` }
    const admin = new KafkaAdminClient({ context: { ...context, name: `${process.name}/admin`, clientId: `${name}-admin` }, properties: { 'bootstrap.servers': bootstrapServers } })
    const { applicationId, replicationFactor } = settings
    const internalTopics = new InternalTopics({ topology, subTopologies: parts, applicationId, replicationFactor }, admin)
    lane.simulation.recorder.setText(this.#state, this.#current, 'started')
    const startedMicros = lane.simulation.nowMicros
    const prepare = (): void => { internalTopics.prepare(prepared) }
    const prepared = (missing: string | undefined): void => {
      if (missing !== undefined && lane.simulation.nowMicros - startedMicros < firstRebalanceMicros) {
        process.after(missingTopicPauseMicros, prepare)
        return
      }
      admin.close()
      if (missing !== undefined) {
        this.#fail(`org.apache.kafka.streams.errors.MissingSourceTopicException: Missing source topics: ${missing}`)
        return
      }
      const thread = new StreamThread({
        ...this.#options, context, subTopologies: parts, internalTopics,
        onState: (state) => { this.#setState(state) },
        onError: (error) => { this.#fail(`${error.name}: ${error.message}`) },
      })
      this.#thread = thread
      thread.start()
    }
    prepare()
  }

  onTerminate(): void {
    this.#setState('PENDING_SHUTDOWN')
    if (this.#thread === undefined) this.process.exit()
    else this.#thread.stop(() => {
      this.#setState('NOT_RUNNING')
      this.process.exit()
    })
  }

  onEnd(): void {
    this.#thread?.died()
    this.#thread = undefined
    this.#current = 'CREATED'
  }

  #setState(state: State): void {
    const { recorder } = this.#options.lane.simulation
    recorder.set(this.#dropped, this.#thread?.dropped ?? 0)
    if (state === this.#current) return
    this.process.log(this.process.name, state === 'ERROR' ? 'ERROR' : 'INFO', `State transition from ${this.#current} to ${state}`)
    this.#current = state
    recorder.setText(this.#state, state, 'state transition')
  }

  /** An exception that nobody handles shuts the client down (StreamsUncaughtExceptionHandler: SHUTDOWN_CLIENT). */
  #fail(message: string): void {
    this.process.log(this.process.name, 'ERROR', `Encountered the following exception during processing and the registered exception handler opted to SHUTDOWN_CLIENT. The streams client is going to shut down now. ${message}`)
    this.#setState('ERROR')
    this.process.exit()
  }
}
