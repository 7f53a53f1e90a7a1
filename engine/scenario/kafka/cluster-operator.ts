import { KafkaAdminClient, type AdminCallback } from '../../kafka/admin/kafka-admin-client.ts'
import { TopicCalls } from '../../kafka/admin/topic-calls.ts'
import type { TopicPartition } from '../../kafka/consumer/topic-partition.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { OptionError } from '../check-options.ts'
import { ClientApplication, type ClientGround } from './client/client-application.ts'
import { timestampOf, type TargetPosition } from './target-position.ts'

/** What the operator's calls go through: the parts of one admin client. */
export interface OperatorCalls {
  readonly admin: KafkaAdminClient
  readonly topics: TopicCalls
}

const earliestTimestamp = -2
const latestTimestamp = -1
/** How often it looks whether a reassignment is done (as `kafka-reassign-partitions --verify` in a loop). */
const verifyMicros = 500_000

/** Who changes a cluster on purpose: an admin client on a machine of its own, that is there from its first call on. */
export class ClusterOperator {
  readonly #ground: ClientGround
  #application: ClientApplication | undefined
  #calls: OperatorCalls | undefined

  constructor(ground: ClientGround) {
    this.#ground = ground
  }

  /**
   * Makes a change that leaves a marker; the promise is kept when the calls are done, and broken with Kafka's exception.
   * @throws OptionError before the run has begun
   */
  change(text: string, begin: (calls: OperatorCalls, done: AdminCallback<true>) => void): Promise<void> {
    const { play, handles, lane } = this.#ground.scope
    if (!play.isBuilt) throw new OptionError(`'${text}' has no moment: the run has not begun.`, undefined, "Do it at a moment: at('30s', () => …).")
    return play.promise<undefined>((resolve, reject) => {
      handles.edit(lane, `${lane.name}/cluster`, text, () => {
        this.#whenUp((calls) => {
          begin(calls, (result) => {
            if (result instanceof KafkaException) reject(result)
            else resolve(undefined)
          })
        })
      })
    })
  }

  /** Calls back when nothing of a topic is being reassigned any more, after an election of the preferred leaders. */
  settled({ topics }: OperatorCalls, topic: string, partitions: readonly number[], done: AdminCallback<true>): void {
    const look = (): void => {
      topics.reassigning(topic, partitions, (left) => {
        if (left instanceof KafkaException) done(left)
        else if (left > 0) this.#application?.process.after(verifyMicros, look)
        else topics.electPreferred(topic, partitions, done)
      })
    }
    look()
  }

  /** Finds the offsets that a target means in partitions. */
  offsetsOf({ admin }: OperatorCalls, partitions: readonly TopicPartition[], to: TargetPosition, done: AdminCallback<readonly (TopicPartition & { readonly offset: number })[]>): void {
    if (to.kind === 'offset') {
      done(partitions.map((partition) => ({ ...partition, offset: to.offset })))
      return
    }
    if (to.kind !== 'moment') {
      admin.listOffsets(partitions, to.kind === 'earliest' ? earliestTimestamp : latestTimestamp, false, done)
      return
    }
    admin.listOffsets(partitions, timestampOf(this.#ground.scope.lane, to), false, (found) => {
      if (found instanceof KafkaException) done(found)
      else {
        const beyond = found.filter(({ offset }) => offset < 0)
        admin.listOffsets(beyond, latestTimestamp, false, (ends) => {
          done(ends instanceof KafkaException ? ends : [...found.filter(({ offset }) => offset >= 0), ...ends])
        })
      }
    })
  }

  #whenUp(action: (calls: OperatorCalls) => void): void {
    const { lane } = this.#ground.scope
    this.#application ??= new ClientApplication(this.#ground, lane.host('operator'), 'operator')
    const application = this.#application
    application.whenRunning(() => {
      if (this.#calls === undefined) {
        const admin = new KafkaAdminClient({ context: application.context('admin'), properties: { 'bootstrap.servers': this.#ground.bootstrapServers } })
        this.#calls = { admin, topics: new TopicCalls(admin) }
      }
      action(this.#calls)
    })
  }
}
