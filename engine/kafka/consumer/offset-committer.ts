import type { NetworkClient } from '../client/network-client.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import type { ConsumerConfig } from './consumer-config.ts'
import type { GroupIdentity, OffsetAndMetadata, OffsetRequests } from './offset-requests.ts'
import type { Membership } from './membership.ts'
import type { SubscriptionState } from './subscription-state.ts'
import { partitionName, type TopicPartition } from './topic-partition.ts'

/** What the committer works with. */
export interface OffsetCommitterOptions {
  readonly config: ConsumerConfig
  readonly client: NetworkClient
  readonly subscriptions: SubscriptionState
  readonly offsets: OffsetRequests
  readonly identity: () => GroupIdentity
  readonly standing: () => Membership['standing']
  readonly onCommitted: (offset: OffsetAndMetadata) => void
  /** The coordinator is rebalancing: the member must rejoin. */
  readonly onRebalancing: () => void
}

/** Commits by the clock during polls (enable.auto.commit) and on request. */
export class OffsetCommitter {
  readonly #options: OffsetCommitterOptions
  #nextAutoCommitMicros: number
  readonly #highestSent = new Map<string, number>()

  constructor(options: OffsetCommitterOptions) {
    this.#options = options
    this.#nextAutoCommitMicros = this.#now + options.config.autoCommitIntervalMs * 1000
  }

  /** Positions of what `poll` has returned, as commits send them. */
  consumedOffsets(): readonly OffsetAndMetadata[] {
    return this.#options.subscriptions.assigned.flatMap(({ topic, partition, state, position }) => (state === 'fetching' && position !== undefined
      ? [{ topic, partition, offset: position.offset, leaderEpoch: position.offsetEpoch, metadata: '' }] : []))
  }

  /** A generation has begun: the interval starts anew (ConsumerCoordinator.onJoinComplete). */
  restartAutoCommit(): void {
    this.#nextAutoCommitMicros = this.#now + this.#options.config.autoCommitIntervalMs * 1000
  }

  /** Called in every poll: commits when auto.commit.interval.ms has passed. */
  maybeAutoCommit(): void {
    const { config, client } = this.#options
    if (!config.enableAutoCommit || this.#now < this.#nextAutoCommitMicros) return
    this.#nextAutoCommitMicros = this.#now + config.autoCommitIntervalMs * 1000
    const offsets = this.consumedOffsets()
    if (offsets.length === 0) return
    this.#send(offsets, (failure, isRetriable) => {
      if (failure === undefined) return
      client.context.process.log(client.context.name, 'WARN', `Asynchronous auto-commit of offsets failed: ${failure.message}`)
      if (isRetriable) this.#nextAutoCommitMicros = Math.min(this.#nextAutoCommitMicros, this.#now + client.retryBackoff.micros(0))
    })
  }

  /** One attempt (commitAsync). */
  commitOnce(offsets: readonly OffsetAndMetadata[], done: (error: KafkaException | undefined) => void): void {
    this.#send(offsets, (error, isRetriable) => {
      done(error !== undefined && isRetriable
        ? new KafkaException('org.apache.kafka.clients.consumer.RetriableCommitFailedException', 'Offset commit failed with a retriable exception. You should retry committing the latest consumed offsets.', error)
        : error)
    })
  }

  /** Attempts until it works, fails for good, or the time is over (commitSync); a negative offset is refused at once. */
  commitSync(offsets: readonly OffsetAndMetadata[], done: (error: KafkaException | undefined) => void, timeoutMs = this.#options.config.defaultApiTimeoutMs): void {
    const { client } = this.#options
    if (offsets.some(({ offset }) => offset < 0)) {
      done(new KafkaException('java.lang.IllegalArgumentException', 'Invalid negative offset'))
      return
    }
    if (offsets.length === 0) {
      done(undefined)
      return
    }
    const deadline = this.#now + timeoutMs * 1000
    let isDone = false
    const finish = (error: KafkaException | undefined): void => {
      if (isDone) return
      isDone = true
      client.context.process.cancel(timer)
      done(error)
    }
    const timer = client.context.process.after(timeoutMs * 1000, () => { finish(commitTimeout(timeoutMs, offsets)) })
    const attempt = (): void => {
      this.#send(offsets, (error, isRetriable) => {
        if (error === undefined || !isRetriable) finish(error)
        else if (!isDone && this.#now < deadline) client.context.process.after(client.retryBackoff.micros(0), attempt)
      })
    }
    attempt()
  }

  /** Reads committed offsets (-1 where there is none); tries for default.api.timeout.ms. */
  committed(partitions: readonly TopicPartition[], done: (offsets: readonly OffsetAndMetadata[] | KafkaException) => void): void {
    const { client, config, offsets } = this.#options
    const { defaultApiTimeoutMs } = config
    for (const { topic } of partitions) client.metadata.want(topic)
    const deadline = this.#now + defaultApiTimeoutMs * 1000
    const ask = (): void => {
      offsets.fetch(partitions, (answer) => {
        if (answer !== undefined) done(answer)
        else if (this.#now < deadline) client.context.process.after(client.retryBackoff.micros(0), ask)
        else {
          done(new KafkaException('org.apache.kafka.common.errors.TimeoutException', `Timeout of ${String(defaultApiTimeoutMs)}ms expired before the last committed offset `
            + `for partitions [${partitions.map(partitionName).join(', ')}] could be determined. Try tuning default.api.timeout.ms larger to relax the threshold.`))
        }
      })
    }
    ask()
  }

  /** The highest offset of a partition that was sent in a commit, whatever became of it; -1 for none. */
  highestSent(name: string): number {
    return this.#highestSent.get(name) ?? -1
  }

  get #now(): number {
    return this.#options.client.context.lane.simulation.nowMicros
  }

  #send(offsets: readonly OffsetAndMetadata[], done: (error: KafkaException | undefined, isRetriable: boolean) => void): void {
    const standing = this.#options.standing()
    if (standing !== 'active') {
      this.#options.client.context.process.after(0, () => { done(noActiveMember(standing), false) })
      return
    }
    for (const entry of offsets) this.#highestSent.set(partitionName(entry), Math.max(this.highestSent(partitionName(entry)), entry.offset))
    this.#options.offsets.commit(this.#options.identity(), offsets, (failure) => {
      if (failure === undefined) for (const entry of offsets) this.#options.onCommitted(entry)
      if (failure?.error?.name === 'REBALANCE_IN_PROGRESS') this.#options.onRebalancing()
      done(failure?.exception, failure?.isRetriable ?? false)
    })
  }
}

/** What ConsumerCoordinator.sendOffsetCommitRequest answers without asking anybody. */
function noActiveMember(standing: 'rebalancing' | 'outside'): KafkaException {
  return standing === 'rebalancing'
    ? new KafkaException('org.apache.kafka.common.errors.RebalanceInProgressException',
      'Offset commit cannot be completed since the consumer is undergoing a rebalance for auto partition assignment. You can try completing the rebalance by calling poll() and then retry the operation.')
    : new KafkaException('org.apache.kafka.clients.consumer.CommitFailedException',
      'Offset commit cannot be completed since the consumer is not part of an active group for auto partition assignment; it is likely that the consumer was kicked out of the group.')
}

function commitTimeout(timeoutMs: number, offsets: readonly OffsetAndMetadata[]): KafkaException {
  const text = offsets.map((entry) => `${partitionName(entry)}=OffsetAndMetadata{offset=${String(entry.offset)}, leaderEpoch=${entry.leaderEpoch < 0 ? 'null' : String(entry.leaderEpoch)}, metadata='${entry.metadata}'}`)
  return new KafkaException('org.apache.kafka.common.errors.TimeoutException', `Timeout of ${String(timeoutMs)}ms expired before successfully committing offsets {${text.join(', ')}}`)
}
