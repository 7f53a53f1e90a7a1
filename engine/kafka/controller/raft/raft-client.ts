import type { Host } from '../../../sim/host.ts'
import type { Network } from '../../../sim/network.ts'
import type { Process, Timer } from '../../../sim/process.ts'
import type { RandomStream } from '../../../sim/random-stream.ts'
import { microsPerMilli } from '../../../sim/time.ts'
import type { ValueFile } from '../../../sim/value-file.ts'
import { PeerConnection } from '../../cluster/peer-connection.ts'
import type { PartitionLog } from '../../log/partition-log.ts'
import { metadataBatch, type MetadataBatch, metadataRecordsOf, type MetadataRecord } from '../../metadata/metadata-record.ts'
import type { NodeSettings } from '../../metadata/node-settings.ts'
import type { BeginQuorumEpochRequest, BeginQuorumEpochResponse } from '../../protocol/begin-quorum-epoch.ts'
import type { EndQuorumEpochRequest, EndQuorumEpochResponse } from '../../protocol/end-quorum-epoch.ts'
import { CONTROLLER_PORT } from '../../protocol/envelope.ts'
import { errorCode } from '../../protocol/errors.ts'
import type { FetchRequest, FetchResponse } from '../../protocol/fetch.ts'
import type { ApiName, RequestOf, ResponseOf } from '../../protocol/messages.ts'
import type { VoteRequest, VoteResponse } from '../../protocol/vote.ts'
import { BatchAccumulator } from './batch-accumulator.ts'
import { LeaderProgress } from './leader-progress.ts'
import { METADATA_TOPIC, type PendingMetadataFetch, type PersistedQuorumState, type QuorumListener, type QuorumRole, type Respond } from './quorum-types.ts'
import { metadataFetchMaxBytes, metadataFetchRequest, metadataFetchResponse, quorumEpochResponse, voteRequest, voteResponse } from './raft-messages.ts'

/** What a node's part in the quorum is made from. */
export interface RaftClientOptions {
  readonly nodeId: number
  /** Ids of the controllers. */
  readonly voters: readonly number[]
  readonly hostOf: (nodeId: number) => Host
  readonly process: Process
  readonly network: Network
  readonly random: RandomStream
  readonly settings: NodeSettings
  readonly log: PartitionLog
  readonly stateFile: ValueFile<PersistedQuorumState>
  readonly nowMs: () => number
  readonly listeners: readonly QuorumListener[]
  /** Role, epoch or leader changed. */
  readonly onState: (role: QuorumRole, epoch: number, leaderId: number | null) => void
}

/** A leader answers a fetch with nothing in it after so long (KafkaRaftClient.MAX_FETCH_WAIT_MS). */
const fetchMaxWaitMs = 500

/** reconnect.backoff.ms of the nodes' own clients. */
const reconnectBackoffMs = 50

/**
 * One node's part in the quorum that replicates the cluster's metadata (KafkaRaftClient; KIP-595, with pre-votes of
 * KIP-996). Controllers are voters, brokers observers. Snapshots are not modelled: the log keeps all its records.
 */
export class RaftClient {
  readonly #options: RaftClientOptions
  readonly #isVoter: boolean
  readonly #peers = new Map<number, PeerConnection>()
  readonly #pendingFetches = new Set<PendingMetadataFetch>()
  #role: QuorumRole = 'unattached'
  #epoch: number
  #leaderId: number | null = null
  #votedFor: number | null
  #hasFetchedFromLeader = false
  #votes = new Set<number>()
  #rejections = new Set<number>()
  #retries = 0
  #progress: LeaderProgress | undefined
  #accumulator: BatchAccumulator | undefined
  #highWatermark = 0
  #appliedOffset = 0
  #isActive = false
  #timer: Timer | undefined
  #fetchGeneration = 0

  constructor(options: RaftClientOptions) {
    this.#options = options
    this.#isVoter = options.voters.includes(options.nodeId)
    const persisted = options.stateFile.read()
    this.#epoch = Math.max(persisted?.epoch ?? 0, options.log.latestEpoch ?? 0)
    this.#votedFor = persisted?.epoch === this.#epoch ? persisted.votedFor : null
  }

  get role(): QuorumRole {
    return this.#role
  }

  get epoch(): number {
    return this.#epoch
  }

  get leaderId(): number | null {
    return this.#leaderId
  }

  /** Records below this offset are committed, as far as this node knows. */
  get highWatermark(): number {
    return this.#highWatermark
  }

  /** Offset that the next scheduled record will get. Only a leader has one. */
  get nextOffset(): number {
    return this.#accumulator?.nextOffset ?? this.#options.log.logEndOffset
  }

  /** Begins: a single voter elects itself at once, other voters wait to hear of a leader, observers look for one. */
  start(): void {
    if (this.#isVoter && this.#options.voters.length === 1) this.#becomeCandidate()
    else this.#becomeUnattached(this.#epoch)
  }

  /** Leaves in order: a leader tells the voters to elect another one (EndQuorumEpoch). */
  shutdown(): void {
    if (this.#role !== 'leader') return
    const preferredCandidates = (this.#progress?.successors() ?? []).map((candidateId) => ({ candidateId, candidateDirectoryId: '' }))
    const partition = { partitionIndex: 0, leaderId: this.#options.nodeId, leaderEpoch: this.#epoch, preferredCandidates }
    const request = { clusterId: null, topics: [{ topicName: METADATA_TOPIC, partitions: [partition] }], leaderEndpoints: [] }
    for (const voter of this.#otherVoters()) this.#send(voter, 'EndQuorumEpoch', request, () => undefined)
    this.#resign()
  }

  /** Adds records to the leader's log; returns the offset of the last one. @throws RangeError when this node does not lead */
  scheduleAppend(records: readonly MetadataRecord[]): number {
    if (this.#accumulator === undefined) throw new RangeError(`node ${this.#options.nodeId} does not lead the quorum`)
    return this.#accumulator.add(records)
  }

  /** Calls back for every committed record that this node has, from the first on. */
  replayCommitted(visit: (record: MetadataRecord, offset: number) => void): void {
    for (const batch of this.#options.log.read(0, Number.POSITIVE_INFINITY, this.#appliedOffset).batches) {
      let offset = batch.baseOffset
      for (const record of metadataRecordsOf(batch)) visit(record, offset++)
    }
  }

  /** Vote. */
  onVote(request: VoteRequest, respond: Respond<VoteResponse>): void {
    const ballot = request.topics[0]?.partitions[0]
    if (ballot === undefined) return
    const quorum = (): { epoch: number; leaderId: number | null } => ({ epoch: this.#epoch, leaderId: this.#leaderId })
    if (ballot.candidateEpoch < this.#epoch) {
      respond(voteResponse(quorum(), false, 'FENCED_LEADER_EPOCH'))
      return
    }
    if (ballot.candidateEpoch > this.#epoch && !ballot.preVote) this.#becomeUnattached(ballot.candidateEpoch)
    const isUpToDate = this.#isUpToDate(ballot.lastOffsetEpoch, ballot.lastOffset)
    if (ballot.preVote) {
      const isFree = this.#role === 'unattached' || this.#role === 'prospective' || this.#role === 'candidate' || this.#role === 'resigned' || (this.#role === 'follower' && !this.#hasFetchedFromLeader)
      respond(voteResponse(quorum(), isFree && isUpToDate))
      return
    }
    const mayVote = this.#votedFor === ballot.candidateId || (this.#votedFor === null && this.#leaderId === null)
    if (!mayVote || !isUpToDate || this.#role === 'leader') {
      respond(voteResponse(quorum(), false))
      return
    }
    this.#votedFor = ballot.candidateId
    this.#persist(() => { respond(voteResponse(quorum(), true)) })
  }

  /** BeginQuorumEpoch: a new leader announces itself. */
  onBeginQuorumEpoch(request: BeginQuorumEpochRequest, respond: Respond<BeginQuorumEpochResponse>): void {
    const partition = request.topics[0]?.partitions[0]
    if (partition === undefined) return
    if (partition.leaderEpoch < this.#epoch) {
      respond(quorumEpochResponse({ epoch: this.#epoch, leaderId: this.#leaderId }, 'FENCED_LEADER_EPOCH'))
      return
    }
    this.#learnOf(partition.leaderEpoch, partition.leaderId)
    respond(quorumEpochResponse({ epoch: this.#epoch, leaderId: this.#leaderId }))
  }

  /** EndQuorumEpoch: the leader resigns; the first of its preferred successors tries at once, the others a little later. */
  onEndQuorumEpoch(request: EndQuorumEpochRequest, respond: Respond<EndQuorumEpochResponse>): void {
    const partition = request.topics[0]?.partitions[0]
    if (partition === undefined) return
    respond(quorumEpochResponse({ epoch: this.#epoch, leaderId: this.#leaderId }))
    if (partition.leaderEpoch !== this.#epoch || this.#role !== 'follower' || !this.#isVoter) return
    const position = partition.preferredCandidates.findIndex(({ candidateId }) => candidateId === this.#options.nodeId)
    const delayMs = position <= 0 ? 0 : this.#options.random.nextInt(this.#backoffMs(position)) + 50
    this.#setTimer(delayMs, () => { this.#becomeProspective() })
  }

  /** Fetch of the metadata partition, by a voter or an observer. */
  onFetch(request: FetchRequest, respond: Respond<FetchResponse>): void {
    const partition = request.topics[0]?.partitions[0]
    if (partition === undefined) return
    if (partition.currentLeaderEpoch > this.#epoch) this.#becomeUnattached(partition.currentLeaderEpoch)
    const quorum = { epoch: this.#epoch, leaderId: this.#leaderId }
    if (this.#role !== 'leader') {
      respond(metadataFetchResponse(quorum, {}, 'NOT_LEADER_OR_FOLLOWER'))
      return
    }
    if (partition.currentLeaderEpoch < this.#epoch) {
      respond(metadataFetchResponse(quorum, {}, 'FENCED_LEADER_EPOCH'))
      return
    }
    const diverging = this.#divergence(partition.lastFetchedEpoch, partition.fetchOffset)
    if (diverging !== undefined) {
      respond(metadataFetchResponse(quorum, { divergingEpoch: diverging, highWatermark: this.#highWatermark }))
      return
    }
    const replicaId = request.replicaState?.replicaId ?? -1
    if (this.#progress?.update(replicaId, partition.fetchOffset, this.#options.nowMs()) === true) this.#advance(this.#progress.highWatermark)
    const pending = { request, respond }
    if (this.#tryAnswer(pending)) return
    this.#pendingFetches.add(pending)
    this.#options.process.after(request.maxWaitMs * microsPerMilli, () => {
      if (this.#pendingFetches.delete(pending)) this.#answer(pending)
    })
  }

  #tryAnswer(pending: PendingMetadataFetch): boolean {
    const partition = pending.request.topics[0]?.partitions[0]
    if (partition === undefined) return true
    const isNews = this.#options.log.logEndOffset > partition.fetchOffset || this.#highWatermark > (partition.highWatermark ?? -1)
    if (isNews) this.#answer(pending)
    return isNews
  }

  #answer({ request, respond }: PendingMetadataFetch): void {
    const fetchOffset = request.topics[0]?.partitions[0]?.fetchOffset ?? 0
    const quorum = { epoch: this.#epoch, leaderId: this.#leaderId }
    if (this.#role !== 'leader') {
      respond(metadataFetchResponse(quorum, {}, 'NOT_LEADER_OR_FOLLOWER'))
      return
    }
    const { batches } = this.#options.log.read(fetchOffset, metadataFetchMaxBytes, Number.POSITIVE_INFINITY)
    respond(metadataFetchResponse(quorum, { highWatermark: this.#highWatermark, records: batches }))
  }

  #answerPendingFetches(): void {
    for (const pending of [...this.#pendingFetches]) if (this.#tryAnswer(pending)) this.#pendingFetches.delete(pending)
  }

  #divergence(lastFetchedEpoch: number, fetchOffset: number): { epoch: number; endOffset: number } | undefined {
    const { log } = this.#options
    if (fetchOffset === 0 && lastFetchedEpoch <= 0) return undefined
    const end = log.endOffsetForEpoch(lastFetchedEpoch)
    if (end.epoch === lastFetchedEpoch && end.endOffset >= fetchOffset) return undefined
    return end.epoch < 0 ? { epoch: log.latestEpoch ?? 0, endOffset: Math.min(fetchOffset, log.logEndOffset) } : end
  }

  // ---- roles ----

  #becomeUnattached(epoch: number): void {
    if (epoch > this.#epoch) this.#votedFor = null
    this.#enter('unattached', epoch, null)
    this.#persist(() => undefined)
    if (this.#isVoter) this.#setTimer(this.#electionTimeoutMs(), () => { this.#becomeProspective() })
    else this.#fetch()
  }

  #becomeFollower(epoch: number, leaderId: number): void {
    if (epoch > this.#epoch) this.#votedFor = null
    this.#enter('follower', epoch, leaderId)
    this.#hasFetchedFromLeader = false
    this.#retries = 0
    this.#persist(() => undefined)
    this.#restartFetchTimer()
    this.#fetch()
  }

  #becomeProspective(): void {
    this.#enter('prospective', this.#epoch, this.#leaderId)
    this.#campaign(true)
  }

  #becomeCandidate(): void {
    this.#enter('candidate', this.#epoch + 1, null)
    this.#votedFor = this.#options.nodeId
    this.#persist(() => { this.#campaign(false) })
  }

  #campaign(isPreVote: boolean): void {
    const { log, nodeId } = this.#options
    const epoch = this.#epoch
    this.#votes = new Set([nodeId])
    this.#rejections = new Set()
    if (this.#checkVotes()) return
    this.#setTimer(this.#electionTimeoutMs(), () => { this.#becomeProspective() })
    const ballot = { candidateId: nodeId, candidateEpoch: epoch, lastOffset: log.logEndOffset, lastOffsetEpoch: log.latestEpoch ?? 0, isPreVote }
    const role = this.#role
    const ask = (voter: number): void => {
      this.#send(voter, 'Vote', voteRequest(ballot, voter), (response) => {
        if (this.#role !== role || this.#epoch !== epoch) return
        const answer = response?.topics[0]?.partitions[0]
        if (answer === undefined) {
          this.#options.process.after(this.#options.settings.quorumRetryBackoffMs * microsPerMilli, () => {
            if (this.#role === role && this.#epoch === epoch) ask(voter)
          })
          return
        }
        if (answer.leaderEpoch > epoch || (answer.leaderEpoch === epoch && answer.leaderId >= 0 && answer.leaderId !== nodeId && !isPreVote)) {
          this.#learnOf(answer.leaderEpoch, answer.leaderId)
          return
        }
        if (answer.voteGranted) this.#votes.add(voter)
        else this.#rejections.add(voter)
        this.#checkVotes()
      })
    }
    for (const voter of this.#otherVoters()) ask(voter)
  }

  /** Acts when a majority has said yes or no; returns whether it has. */
  #checkVotes(): boolean {
    const majority = Math.floor(this.#options.voters.length / 2) + 1
    if (this.#votes.size >= majority) {
      if (this.#role === 'prospective') this.#becomeCandidate()
      else this.#becomeLeader()
      return true
    }
    if (this.#options.voters.length - this.#rejections.size >= majority) return false
    const leaderId = this.#leaderId
    if (this.#role === 'prospective' && leaderId !== null && leaderId !== this.#options.nodeId) this.#becomeFollower(this.#epoch, leaderId)
    else this.#setTimer(this.#options.random.nextInt(this.#backoffMs(++this.#retries)) + 1, () => { this.#becomeProspective() })
    return true
  }

  #becomeLeader(): void {
    const { log, nodeId, process, settings, voters, nowMs } = this.#options
    this.#enter('leader', this.#epoch, nodeId)
    this.#retries = 0
    this.#persist(() => undefined)
    this.#progress = new LeaderProgress({ leaderId: nodeId, voters, epochStartOffset: log.logEndOffset, highWatermark: this.#highWatermark, nowMs: nowMs() })
    this.#accumulator = new BatchAccumulator(process, settings.appendLingerMs, log.logEndOffset + 1, (records) => { this.#append(records) })
    this.#append([{ type: 'LeaderChangeMessage', leaderId: nodeId }])
    this.#announce()
    if (voters.length > 1) this.#checkQuorum()
  }

  #announce(): void {
    if (this.#role !== 'leader') return
    const { nodeId, nowMs, process, settings } = this.#options
    const epoch = this.#epoch
    const partition = { partitionIndex: 0, voterDirectoryId: '', leaderId: nodeId, leaderEpoch: epoch }
    for (const voter of this.#progress?.silentVoters(nowMs(), settings.quorumFetchTimeoutMs / 2) ?? []) {
      const request = { clusterId: null, voterId: voter, topics: [{ topicName: METADATA_TOPIC, partitions: [partition] }], leaderEndpoints: [] }
      this.#send(voter, 'BeginQuorumEpoch', request, (response) => {
        const answer = response?.topics[0]?.partitions[0]
        if (answer !== undefined && answer.leaderEpoch > this.#epoch) this.#learnOf(answer.leaderEpoch, answer.leaderId)
      })
    }
    process.after((settings.quorumFetchTimeoutMs / 2) * microsPerMilli, () => { if (this.#epoch === epoch) this.#announce() })
  }

  #checkQuorum(): void {
    const epoch = this.#epoch
    const { nowMs, process, settings } = this.#options
    const limitMs = settings.quorumFetchTimeoutMs * 1.5
    process.after(Math.round(limitMs / 4) * microsPerMilli, () => {
      if (this.#role !== 'leader' || this.#epoch !== epoch) return
      if (this.#progress?.hasMajority(nowMs(), limitMs) === true) this.#checkQuorum()
      else this.#resign()
    })
  }

  #resign(): void {
    this.#enter('resigned', this.#epoch, null)
    this.#setTimer(this.#electionTimeoutMs(), () => { this.#becomeUnattached(this.#epoch + 1) })
  }

  #enter(role: QuorumRole, epoch: number, leaderId: number | null): void {
    const wasActive = this.#isActive
    this.#options.process.cancel(this.#timer)
    this.#timer = undefined
    this.#role = role
    this.#epoch = epoch
    this.#leaderId = leaderId
    this.#fetchGeneration++
    this.#isActive = false
    this.#progress = undefined
    this.#accumulator?.close()
    this.#accumulator = undefined
    this.#options.onState(role, epoch, leaderId)
    const pending = [...this.#pendingFetches]
    this.#pendingFetches.clear()
    for (const fetch of pending) this.#answer(fetch)
    if (wasActive) for (const listener of this.#options.listeners) listener.onResigned()
  }

  /** Takes notice of a leader or a later epoch that another node told of. */
  #learnOf(epoch: number, leaderId: number): void {
    if (epoch < this.#epoch) return
    const isNews = epoch > this.#epoch || this.#leaderId !== leaderId || this.#role === 'prospective' || this.#role === 'candidate' || this.#role === 'unattached'
    if (!isNews || (this.#role === 'leader' && epoch === this.#epoch)) return
    if (leaderId >= 0 && leaderId !== this.#options.nodeId) this.#becomeFollower(epoch, leaderId)
    else if (epoch > this.#epoch) this.#becomeUnattached(epoch)
  }

  // ---- replication ----

  #append(records: readonly MetadataRecord[]): void {
    const { log, nodeId, nowMs } = this.#options
    log.appendAsLeader(metadataBatch(records, nowMs()), this.#epoch, false)
    this.#answerPendingFetches()
    const epoch = this.#epoch
    const flushedTo = log.logEndOffset
    log.flush(() => {
      if (this.#epoch !== epoch || this.#progress === undefined) return
      if (this.#progress.update(nodeId, flushedTo, this.#options.nowMs())) this.#advance(this.#progress.highWatermark)
    })
  }

  #advance(highWatermark: number): void {
    const { log, listeners } = this.#options
    const next = Math.min(highWatermark, log.logEndOffset)
    if (next <= this.#highWatermark) return
    this.#highWatermark = log.updateHighWatermark(next)
    for (const batch of log.read(this.#appliedOffset, Number.POSITIVE_INFINITY, this.#highWatermark).batches) {
      if (batch.lastOffset >= this.#highWatermark || batch.lastOffset < this.#appliedOffset) continue
      this.#appliedOffset = batch.lastOffset + 1
      // Only metadata batches are appended to this log.
      for (const listener of listeners) listener.onCommit(batch as MetadataBatch)
    }
    this.#answerPendingFetches()
    if (this.#role === 'leader' && !this.#isActive && this.#progress?.isEpochCommitted === true) {
      this.#isActive = true
      for (const listener of listeners) listener.onLeader(this.#epoch)
    }
  }

  #fetch(): void {
    const generation = this.#fetchGeneration
    const target = this.#leaderId ?? this.#randomVoter()
    if (target === undefined || this.#role === 'leader' || (this.#role !== 'follower' && this.#isVoter)) return
    const { log, nodeId } = this.#options
    const request = metadataFetchRequest({
      replicaId: nodeId,
      currentLeaderEpoch: this.#epoch,
      fetchOffset: log.logEndOffset,
      lastFetchedEpoch: log.latestEpoch ?? 0,
      highWatermark: this.#highWatermark,
      maxWaitMs: fetchMaxWaitMs,
    })
    this.#send(target, 'Fetch', request, (response) => {
      if (generation === this.#fetchGeneration) this.#onFetched(response)
    })
  }

  #onFetched(response: FetchResponse | undefined): void {
    const data = response?.responses[0]?.partitions[0]
    const leader = data?.currentLeader
    if (leader !== undefined && (leader.leaderEpoch > this.#epoch || (leader.leaderEpoch === this.#epoch && this.#leaderId === null && leader.leaderId >= 0))) {
      this.#learnOf(leader.leaderEpoch, leader.leaderId)
      return
    }
    if (data === undefined || data.errorCode !== errorCode('NONE')) {
      if (!this.#isVoter) this.#leaderId = null
      this.#retryFetch()
      return
    }
    this.#hasFetchedFromLeader = true
    this.#restartFetchTimer()
    const { log } = this.#options
    if (data.divergingEpoch !== undefined) {
      const own = log.endOffsetForEpoch(data.divergingEpoch.epoch)
      log.truncateTo(Math.min(data.divergingEpoch.endOffset, own.epoch === data.divergingEpoch.epoch ? own.endOffset : data.divergingEpoch.endOffset), 'metadata of a deposed controller')
      this.#fetch()
      return
    }
    for (const batch of data.records ?? []) if (batch.baseOffset >= log.logEndOffset) log.appendAsFollower(batch)
    this.#advance(data.highWatermark)
    if ((data.records?.length ?? 0) > 0 && this.#isVoter) {
      const generation = this.#fetchGeneration
      log.flush(() => { if (generation === this.#fetchGeneration) this.#fetch() })
    } else this.#fetch()
  }

  #retryFetch(): void {
    const generation = this.#fetchGeneration
    this.#options.process.after(Math.max(reconnectBackoffMs, this.#options.settings.quorumRetryBackoffMs) * microsPerMilli, () => {
      if (generation === this.#fetchGeneration) this.#fetch()
    })
  }

  #restartFetchTimer(): void {
    if (!this.#isVoter) return
    this.#setTimer(this.#options.settings.quorumFetchTimeoutMs, () => { this.#becomeProspective() })
  }

  // ---- small things ----

  #isUpToDate(lastOffsetEpoch: number, lastOffset: number): boolean {
    const { log } = this.#options
    const epoch = log.latestEpoch ?? 0
    return lastOffsetEpoch > epoch || (lastOffsetEpoch === epoch && lastOffset >= log.logEndOffset)
  }

  #persist(done: () => void): void {
    const { process, stateFile } = this.#options
    const before = stateFile.read()
    if (before?.epoch === this.#epoch && before.leaderId === this.#leaderId && before.votedFor === this.#votedFor) {
      done()
      return
    }
    stateFile.write({ epoch: this.#epoch, leaderId: this.#leaderId, votedFor: this.#votedFor })
    stateFile.sync(process, done)
  }

  #setTimer(delayMs: number, action: () => void): void {
    this.#options.process.cancel(this.#timer)
    this.#timer = this.#options.process.after(Math.round(delayMs) * microsPerMilli, action)
  }

  #electionTimeoutMs(): number {
    const { electionTimeoutMs } = this.#options.settings
    return electionTimeoutMs + this.#options.random.nextInt(electionTimeoutMs)
  }

  #backoffMs(retries: number): number {
    return Math.min(this.#options.settings.electionBackoffMaxMs, 100 * 2 ** Math.min(retries - 1, 10))
  }

  #otherVoters(): readonly number[] {
    return this.#options.voters.filter((voter) => voter !== this.#options.nodeId)
  }

  #randomVoter(): number | undefined {
    const others = this.#otherVoters()
    return others.length === 0 ? undefined : others[this.#options.random.nextInt(others.length)]
  }

  #send<Api extends ApiName>(to: number, api: Api, body: RequestOf<Api>, done: (response: ResponseOf<Api> | undefined) => void): void {
    const { hostOf, network, nodeId, process, settings } = this.#options
    let peer = this.#peers.get(to)
    if (peer === undefined) {
      peer = new PeerConnection({ process, network, to: hostOf(to), port: CONTROLLER_PORT, clientId: `raft-client-${nodeId}`, requestTimeoutMs: settings.quorumRequestTimeoutMs })
      this.#peers.set(to, peer)
    }
    peer.send(api, body, done)
  }
}
