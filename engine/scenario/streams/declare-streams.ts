import { StreamsApplication } from '../../streams/application/streams-application.ts'
import { StreamsBuilder } from '../../streams/dsl/streams-builder.ts'
import { Serdes } from '../../streams/serde/serde.ts'
import { subTopologies } from '../../streams/topology/sub-topologies.ts'
import type { Topology } from '../../streams/topology/topology.ts'
import type { StreamsHandle } from '../api/streams-types.ts'
import { OptionError, OptionReader } from '../check-options.ts'
import type { ClientGround } from '../kafka/client/client-application.ts'
import { ApplicationRecords } from './application-records.ts'
import { readStreamsSettings, streamsOptionKeys } from './streams-options.ts'

/** Declares instances of Kafka Streams applications on one cluster; instances with the same application.id share its work. */
export class StreamsDeclarations {
  readonly #ground: () => ClientGround
  readonly #records = new Map<string, ApplicationRecords>()
  #instances = 0

  constructor(ground: () => ClientGround) {
    this.#ground = ground
  }

  /** Declares one instance. @throws OptionError, and Kafka's own exceptions */
  declare(options: unknown): StreamsHandle {
    const ground = this.#ground()
    const { scope: { play, lane, handles }, progress, bootstrapServers, whenReady } = ground
    const reader = new OptionReader('streams', options, streamsOptionKeys, true)
    const settings = readStreamsSettings(play, reader)
    const { applicationId } = settings
    const topology = topologyOf(reader)
    this.#instances += 1
    const name = reader.has('client.id') ? reader.text('client.id') : `streams-${String(this.#instances)}`
    const host = reader.has('on') ? handles.hostOf(reader.raw('on'), 'streams', 'on') : lane.host('streams')
    const records = this.#records.get(applicationId) ?? new ApplicationRecords(play, applicationId, ground.addStream)
    this.#records.set(applicationId, records)
    const destination = lane.ledger.destination(applicationId)
    const application = new StreamsApplication({ lane, host, name, settings, topology, records, progress, destination, bootstrapServers })
    const read = subTopologies(topology).flatMap(({ topics }) => topics)
    play.prepare('makers', () => {
      for (const topic of read) ground.addReader(applicationId, topology.isInternal(topic) ? `${applicationId}-${topic}` : topic, destination.index)
    })
    const start = (): void => { whenReady(() => { application.process.start('the cluster is ready') }) }
    if (play.isBuilt) play.simulation.after(0, play.owner, start)
    else start()
    return Object.freeze(handles.process(lane, { host, name, process: () => application.process }, {}))
  }
}

function topologyOf(reader: OptionReader): Topology {
  const build = reader.raw('topology')
  if (typeof build !== 'function') throw reader.wrong('topology', 'a function that gets a StreamsBuilder: (builder) => { builder.stream(…).to(…) }', build)
  const builder = new StreamsBuilder({ keySerde: Serdes.String(), valueSerde: Serdes.String() })
  // The reader's function gives nothing that is needed: the builder has it all.
  Reflect.apply(build, undefined, [builder, Serdes])
  const topology = builder.build()
  if (topology.nodes.some((node) => node.kind === 'source' && node.isGlobal)) throw new OptionError('streams: global tables are not simulated in a running application.', 'topology')
  if (!topology.nodes.some(({ kind }) => kind === 'source')) throw new OptionError('streams: Invalid topology: Topology has no stream threads and no global threads, must subscribe to at least one source topic or global table.', 'topology')
  return topology
}
