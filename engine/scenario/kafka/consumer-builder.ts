import type { KafkaConsumer } from '../../kafka/consumer/kafka-consumer.ts'
import type { GroupProgress } from '../../kafka/coordinator/group-progress.ts'
import type { ConsumerHandle } from '../api/lane-types.ts'
import { describe, OptionError, OptionReader } from '../check-options.ts'
import type { DeclaredStore, LaneScope } from '../lane/lane-scope.ts'
import { applicationKeys, readReadingStyle, type ReadingStyle } from './consumer-options.ts'
import { positionVerbs } from './consumer-verbs.ts'
import { ConsumingApplication } from './consuming-application.ts'
import { kafkaProperties } from './kafka-properties.ts'
import type { TopicDebts } from './topic-debts.ts'

/** What declared consumers share with their cluster. */
export interface ConsumerGround {
  readonly scope: LaneScope
  readonly progress: GroupProgress
  readonly debts: TopicDebts
  readonly bootstrapServers: () => string
  /** Calls back when the cluster is ready; at once when it has been. */
  readonly whenReady: (action: () => void) => void
}

/**
 * Declares a consuming application. One that is declared while the run goes on starts at the end of that instant, when
 * `subscribes` and `writes` have been said.
 */
export class ConsumerBuilder {
  readonly handle: ConsumerHandle
  readonly #ground: ConsumerGround
  readonly #groupId: string
  readonly #application: ConsumingApplication
  readonly #style: ReadingStyle
  #store: DeclaredStore | undefined
  #hasBegun = false

  constructor(ground: ConsumerGround, options: unknown, number: number) {
    const { scope, progress } = ground
    const { play, handles, lane } = scope
    const reader = new OptionReader('consumer', options, applicationKeys, true)
    this.#ground = ground
    this.#groupId = reader.text('groupId', reader.has('group.id') ? reader.text('group.id') : undefined)
    const host = reader.has('on') ? handles.hostOf(reader.raw('on'), 'consumer', 'on') : lane.host('reader')
    const name = reader.has('client.id') ? reader.text('client.id') : `consumer-${number}`
    this.#style = readReadingStyle(reader)
    const given = new Map([['group.id', this.#groupId], ...reader.others(applicationKeys), ...this.#style.properties])
    const properties = { 'bootstrap.servers': ground.bootstrapServers(), ...kafkaProperties(play, 'consumer', given) }
    const { commit, processingMicros, everyMicros } = this.#style
    const application = new ConsumingApplication({ lane, progress, host, name, properties, commit, processingMicros, readsToEnd: everyMicros !== undefined })
    this.#application = application
    if (play.isBuilt) play.simulation.after(0, play.owner, () => { this.#beginNow() })
    else {
      play.starters.makers.push(() => { this.#begin() })
      ground.whenReady(() => { this.#start() })
    }
    const edit = (text: string, action: () => void): void => { handles.edit(lane, application.process.name, text, action) }
    const handle: ConsumerHandle = handles.process(lane, { host, name, process: () => application.process }, {
      subscribes: (...topics: readonly unknown[]) => {
        this.#subscribe(topics.map(requireTopic))
        return handle
      },
      writes: (to: unknown) => {
        if (this.#hasBegun) throw new OptionError(`writes: ${name} runs already, and its store is fixed.`)
        this.#store = scope.storeOf(to)
        return handle
      },
      leaves: () => {
        this.#requireRunning('leaves')
        edit(`leaves group '${this.#groupId}' in good order`, () => { application.process.terminate() })
      },
      ...positionVerbs({ application, play, lane, edit, running: (call) => this.#requireRunning(call) }),
    })
    this.handle = Object.freeze(handle)
  }

  #subscribe(topics: readonly string[]): void {
    const { topics: known } = this.#application
    const added = topics.filter((topic) => !known.includes(topic))
    known.push(...added)
    if (!this.#hasBegun || added.length === 0) return
    const { scope: { handles, lane } } = this.#ground
    handles.edit(lane, this.#application.process.name, `subscribes to ${added.join(', ')}, too`, () => {
      this.#oweTopics(added)
      this.#application.request((consumer) => { consumer.subscribe([...known]) })
    })
  }

  #beginNow(): void {
    const { scope: { handles, lane }, whenReady } = this.#ground
    const { topics, process } = this.#application
    handles.edit(lane, process.name, `a consumer of group '${this.#groupId}' is started${topics.length === 0 ? '' : `, for ${topics.join(', ')}`}`, () => {
      this.#begin()
      whenReady(() => { this.#start() })
    })
  }

  #begin(): void {
    const { ledger } = this.#ground.scope.lane
    this.#hasBegun = true
    this.#application.destination = ledger.destination(this.#store?.name ?? this.#groupId)
    this.#application.store = this.#store?.recordStore()
    this.#oweTopics(this.#application.topics)
  }

  #oweTopics(topics: readonly string[]): void {
    const { destination } = this.#application
    if (destination !== undefined) for (const topic of topics) this.#ground.debts.addConsumer(this.#groupId, topic, destination.index)
  }

  /** Starts the application; one that reads to the end again and again, unless it still reads. */
  #start(): void {
    const { process } = this.#application
    process.start(process.incarnation === 0 ? 'the cluster is ready' : 'started by the clock')
    const { everyMicros } = this.#style
    const { simulation, owner } = this.#ground.scope.play
    if (everyMicros !== undefined) simulation.after(everyMicros, owner, () => { this.#start() })
  }

  /** @throws OptionError when the application does not run */
  #requireRunning(call: string): KafkaConsumer {
    const { consumer, process } = this.#application
    if (consumer === undefined) throw new OptionError(`${call}: ${process.name} does not run at this moment.`)
    return consumer
  }
}

function requireTopic(topic: unknown): string {
  if (typeof topic !== 'string' || topic === '') throw new OptionError(`subscribes takes names of topics, and got ${describe(topic)}.`)
  return topic
}
