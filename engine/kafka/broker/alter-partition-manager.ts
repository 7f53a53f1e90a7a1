import type { Process } from '../../sim/process.ts'
import { microsPerMilli } from '../../sim/time.ts'
import type { ControllerChannel } from '../cluster/controller-channel.ts'
import type { LeaderRecoveryState } from '../metadata/metadata-record.ts'
import type { AlterPartitionRequest, AlterPartitionResponse } from '../protocol/alter-partition.ts'
import { errorByCode } from '../protocol/errors.ts'
import type { Partition } from './partition.ts'

interface Proposal {
  readonly partition: Partition
  readonly isr: readonly number[]
  readonly recovery: LeaderRecoveryState
  readonly leaderEpoch: number
  readonly partitionEpoch: number
}

/** Pause after an answer that calls for another try. */
const retryMs = 50

/** Sends proposed ISRs to the controller, one request at a time, with all that is pending (AlterPartitionManager). */
export class AlterPartitionManager {
  readonly #process: Process
  readonly #channel: ControllerChannel
  readonly #nodeId: number
  readonly #brokerEpoch: () => number
  readonly #pending = new Map<string, Proposal>()
  #isInFlight = false

  constructor(options: { readonly process: Process; readonly channel: ControllerChannel; readonly nodeId: number; readonly brokerEpoch: () => number }) {
    this.#process = options.process
    this.#channel = options.channel
    this.#nodeId = options.nodeId
    this.#brokerEpoch = options.brokerEpoch
  }

  /** Queues a proposal; a newer one of the same partition replaces it. */
  submit(partition: Partition, isr: readonly number[], recovery: LeaderRecoveryState): void {
    const { leaderEpoch, partitionEpoch } = partition
    this.#pending.set(partition.name, { partition, isr, recovery, leaderEpoch, partitionEpoch })
    this.#sendSoon(0)
  }

  #sendSoon(delayMs: number): void {
    this.#process.after(delayMs * microsPerMilli, () => { this.#send() })
  }

  #send(): void {
    if (this.#isInFlight || this.#pending.size === 0) return
    const proposals = [...this.#pending.values()].filter(({ partition, leaderEpoch }) => partition.isLeader && partition.leaderEpoch === leaderEpoch)
    this.#pending.clear()
    if (proposals.length === 0) return
    this.#isInFlight = true
    this.#channel.send('AlterPartition', this.#request(proposals), (response) => {
      this.#isInFlight = false
      this.#onResponse(proposals, response)
      if (this.#pending.size > 0) this.#sendSoon(0)
    })
  }

  #request(proposals: readonly Proposal[]): AlterPartitionRequest {
    const topics = proposals.map(({ partition, isr, recovery, leaderEpoch, partitionEpoch }) => ({
      topicId: partition.topicId,
      partitions: [{
        partitionIndex: partition.partitionId,
        leaderEpoch,
        newIsrWithEpochs: partition.isrWithEpochs(isr),
        leaderRecoveryState: recovery === 'RECOVERING' ? 1 : 0,
        partitionEpoch,
      }],
    }))
    return { brokerId: this.#nodeId, brokerEpoch: this.#brokerEpoch(), topics }
  }

  #onResponse(proposals: readonly Proposal[], response: AlterPartitionResponse | undefined): void {
    const isRefused = response === undefined || errorByCode(response.errorCode).name !== 'NONE'
    for (const proposal of proposals) {
      const { partition } = proposal
      const data = response?.topics.find(({ topicId }) => topicId === partition.topicId)?.partitions.find(({ partitionIndex }) => partitionIndex === partition.partitionId)
      const isSame = partition.partitionEpoch === proposal.partitionEpoch && partition.leaderEpoch === proposal.leaderEpoch
      const isRetried = isRefused || data === undefined ? true : partition.onIsrAnswer(data)
      if (isRetried && isSame && !this.#pending.has(partition.name)) this.#pending.set(partition.name, proposal)
    }
    if (isRefused) this.#sendSoon(retryMs)
  }
}
