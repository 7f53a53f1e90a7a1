import type { Timer } from '../../sim/process.ts'
import { microsPerMilli } from '../../sim/time.ts'
import { PeerConnection } from '../cluster/peer-connection.ts'
import { BROKER_PORT } from '../protocol/envelope.ts'
import { errorByCode } from '../protocol/errors.ts'
import type { FetchPartition, FetchRequest, FetchResponse, FetchResponseEpochEndOffset, FetchResponsePartitionData } from '../protocol/fetch.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import type { Partition } from './partition.ts'
import type { FetcherOptions } from './replica-fetchers.ts'

interface Followed {
  readonly partition: Partition
  readonly leaderEpoch: number
  readyAtMicros: number
  /** The leader has refused this epoch: wait for the metadata to catch up. */
  isFenced: boolean
  /** What was asked the last time; asked again as it is while nothing has changed. */
  asked: FetchPartition | undefined
}

/**
 * Fetches from one leader all partitions that this broker follows there (ReplicaFetcherThread): one request at a time,
 * truncating where the leader says that the logs diverge (KIP-595). Sent as full requests, not as incremental sessions.
 */
export class ReplicaFetcher {
  readonly #options: FetcherOptions
  readonly #followed = new Map<string, Followed>()
  readonly #leaderId: number
  #peer: PeerConnection | undefined
  #isFetching = false
  #wakeUp: Timer | undefined

  constructor(leaderId: number, options: FetcherOptions) {
    this.#leaderId = leaderId
    this.#options = options
  }

  get isIdle(): boolean {
    return this.#followed.size === 0
  }

  /** Follows a partition from the end of its log on. */
  add(partition: Partition): void {
    const { leaderEpoch } = partition
    const known = this.#followed.get(partition.name)
    if (known?.leaderEpoch === leaderEpoch) return
    this.#followed.set(partition.name, { partition, leaderEpoch, readyAtMicros: 0, isFenced: false, asked: undefined })
    this.#wakeSoon(0)
  }

  remove(partition: Partition): void {
    this.#followed.delete(partition.name)
  }

  close(): void {
    this.#options.process.cancel(this.#wakeUp)
    this.#peer?.close()
  }

  #wakeSoon(delayMicros: number): void {
    const { process } = this.#options
    process.cancel(this.#wakeUp)
    this.#wakeUp = process.after(delayMicros, () => {
      this.#wakeUp = undefined
      this.#fetch()
    })
  }

  #fetch(): void {
    if (this.#isFetching || this.#followed.size === 0) return
    const now = this.#options.process.simulation.nowMicros
    const ready = [...this.#followed.values()].filter(({ readyAtMicros, isFenced }) => readyAtMicros <= now && !isFenced)
    if (ready.length === 0) {
      this.#waitForDelayed(now)
      return
    }
    this.#isFetching = true
    this.#connection().send('Fetch', this.#request(ready), (response) => {
      this.#isFetching = false
      if (response === undefined) this.#delay(ready)
      else this.#onResponse(ready, response)
      const stallMicros = this.#options.writeStallMicros()
      if (stallMicros > 0) this.#wakeSoon(stallMicros)
      else this.#fetch()
    })
  }

  #waitForDelayed(now: number): void {
    let next = Number.POSITIVE_INFINITY
    for (const { readyAtMicros, isFenced } of this.#followed.values()) if (!isFenced) next = Math.min(next, readyAtMicros)
    if (next < Number.POSITIVE_INFINITY) this.#wakeSoon(Math.max(0, next - now))
  }

  #connection(): PeerConnection {
    const { hostOf, network, nodeId, process, settings } = this.#options
    this.#peer ??= new PeerConnection({
      process,
      network,
      to: hostOf(this.#leaderId),
      port: BROKER_PORT,
      clientId: `broker-${nodeId}-fetcher-0`,
      requestTimeoutMs: settings.replicaSocketTimeoutMs,
    })
    return this.#peer
  }

  #request(ready: readonly Followed[]): FetchRequest {
    const { settings, nodeId, brokerEpoch } = this.#options
    const topics: { readonly topicId: string; readonly partitions: FetchPartition[] }[] = []
    for (const followed of ready) {
      const { topicId } = followed.partition
      // Partitions of a topic mostly follow each other; there may be thousands, and this is asked at each record.
      let topic = topics[topics.length - 1]
      if (topic?.topicId !== topicId) topic = topics.find((one) => one.topicId === topicId)
      if (topic === undefined) topics.push((topic = { topicId, partitions: [] }))
      topic.partitions.push(this.#ask(followed))
    }
    return {
      replicaState: { replicaId: nodeId, replicaEpoch: brokerEpoch() },
      maxWaitMs: settings.replicaFetchWaitMaxMs,
      minBytes: settings.replicaFetchMinBytes,
      maxBytes: settings.replicaFetchResponseMaxBytes,
      isolationLevel: 0,
      sessionId: 0,
      sessionEpoch: -1,
      topics,
      forgottenTopicsData: [],
      rackId: '',
    }
  }

  /** Most of the partitions of a request are as they were in the one before. */
  #ask(followed: Followed): FetchPartition {
    const { log, partitionId } = followed.partition
    const { asked } = followed
    const lastFetchedEpoch = log.latestEpoch ?? -1
    if (
      asked?.fetchOffset === log.logEndOffset && asked.highWatermark === log.highWatermark &&
      asked.logStartOffset === log.logStartOffset && asked.lastFetchedEpoch === lastFetchedEpoch
    ) return asked
    followed.asked = {
      partition: partitionId,
      currentLeaderEpoch: followed.leaderEpoch,
      fetchOffset: log.logEndOffset,
      lastFetchedEpoch,
      logStartOffset: log.logStartOffset,
      partitionMaxBytes: this.#options.settings.replicaFetchMaxBytes,
      highWatermark: log.highWatermark,
    }
    return followed.asked
  }

  #onResponse(asked: readonly Followed[], response: FetchResponse): void {
    for (const { topicId, partitions } of response.responses) {
      for (const data of partitions) {
        const followed = asked.find(({ partition }) => partition.topicId === topicId && partition.partitionId === data.partitionIndex)
        if (followed === undefined || this.#followed.get(followed.partition.name) !== followed) continue
        try {
          this.#onPartition(followed, data)
        } catch (error) {
          this.#options.onDiskError(error)
        }
      }
    }
  }

  #onPartition(followed: Followed, data: FetchResponsePartitionData): void {
    switch (errorByCode(data.errorCode).name) {
      case 'NONE':
        if (data.divergingEpoch !== undefined) this.#truncate(followed, data.divergingEpoch)
        else this.#append(followed, data)
        break
      case 'OFFSET_OUT_OF_RANGE':
        this.#findRange(followed)
        break
      case 'FENCED_LEADER_EPOCH':
        followed.isFenced = true
        break
      default:
        this.#delay([followed])
    }
  }

  #append({ partition, leaderEpoch }: Followed, data: FetchResponsePartitionData): void {
    const { log } = partition
    const appended: RecordBatch[] = []
    for (const batch of data.records ?? []) {
      // A batch of a later epoch than the one that was asked for may come from another term (KAFKA-18723).
      if (batch.partitionLeaderEpoch > leaderEpoch) break
      if (batch.baseOffset !== log.logEndOffset) continue
      log.appendAsFollower(batch)
      appended.push(batch)
    }
    log.updateHighWatermark(data.highWatermark)
    if (data.logStartOffset > log.logStartOffset) log.raiseLogStartOffset(data.logStartOffset, 'deleted on the leader (retention or DeleteRecords)')
    this.#options.onReplicated(partition, appended)
  }

  /** Cuts the log back to where it can agree with the leader's (AbstractFetcherThread.getOffsetTruncationState). */
  #truncate({ partition }: Followed, leader: FetchResponseEpochEndOffset): void {
    const { log } = partition
    const own = log.endOffsetForEpoch(leader.epoch)
    const isKnown = own.epoch === leader.epoch
    const limit = own.epoch < 0 ? leader.endOffset : isKnown ? Math.min(own.endOffset, leader.endOffset) : own.endOffset
    const offset = Math.min(limit, log.logEndOffset)
    const completed = own.epoch < 0 || isKnown
    const { name, process } = this.#options
    process.log(name, 'INFO', `Truncating partition ${partition.name} with TruncationState(offset=${offset}, completed=${completed}) due to leader epoch and offset EpochEndOffset(errorCode=0, partition=${partition.partitionId}, leaderEpoch=${leader.epoch}, endOffset=${leader.endOffset})`)
    log.truncateTo(offset, `truncated to the new leader's log end (epoch ${leader.epoch}, offset ${offset})`)
    this.#options.onTruncated({ partition, offset, completed, leaderEpoch: leader.epoch })
  }

  /** The leader does not have the offset: look where its log begins and ends (fetchOffsetAndTruncate). */
  #findRange(followed: Followed): void {
    const { partition, leaderEpoch } = followed
    this.#delay([followed])
    const ask = (timestamp: number, done: (offset: number) => void): void => {
      const topics = [{ name: partition.topic, partitions: [{ partitionIndex: partition.partitionId, currentLeaderEpoch: leaderEpoch, timestamp }] }]
      this.#connection().send('ListOffsets', { replicaId: this.#options.nodeId, isolationLevel: 0, topics, timeoutMs: 0 }, (response) => {
        const data = response?.topics[0]?.partitions[0]
        if (data?.errorCode === 0 && this.#followed.get(partition.name) === followed) done(data.offset)
      })
    }
    ask(-1, (leaderEnd) => {
      const { log } = partition
      if (leaderEnd < log.logEndOffset) {
        log.truncateTo(leaderEnd, `truncated to the leader's log end (offset ${leaderEnd})`)
        this.#options.onTruncated({ partition, offset: leaderEnd, completed: true, leaderEpoch })
        return
      }
      ask(-2, (leaderStart) => {
        if (leaderStart <= log.logEndOffset) return
        log.restartAt(leaderStart, `the leader's log begins at ${leaderStart} now`)
        this.#options.onReplicated(partition, [])
      })
    })
  }

  #delay(list: readonly Followed[]): void {
    const { process, settings } = this.#options
    const until = process.simulation.nowMicros + settings.replicaFetchBackoffMs * microsPerMilli
    for (const followed of list) followed.readyAtMicros = until
  }
}
