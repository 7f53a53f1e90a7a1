import type { Timer } from '../../../sim/process.ts'
import { microsPerMilli } from '../../../sim/time.ts'
import type { MetadataRecord } from '../../metadata/metadata-record.ts'
import type { BeginQuorumEpochRequest, BeginQuorumEpochResponse } from '../../protocol/begin-quorum-epoch.ts'
import type { EndQuorumEpochRequest, EndQuorumEpochResponse } from '../../protocol/end-quorum-epoch.ts'
import type { FetchRequest, FetchResponse } from '../../protocol/fetch.ts'
import type { VoteRequest, VoteResponse } from '../../protocol/vote.ts'
import { Campaign } from './campaign.ts'
import { electionBackoffMs, electionTimeoutMs } from './election-timing.ts'
import { isVoteGranted } from './judge-vote.ts'
import { LeaderDuties } from './leader-duties.ts'
import { MetadataFetchServer } from './metadata-fetch-server.ts'
import { MetadataFetcher } from './metadata-fetcher.ts'
import { MetadataReplication } from './metadata-replication.ts'
import { QuorumState } from './quorum-state.ts'
import type { QuorumRole, Respond } from './quorum-types.ts'
import type { RaftClientOptions } from './raft-client-options.ts'
import { endQuorumEpochRequest, quorumEpochResponse, voteResponse } from './raft-messages.ts'
import { RaftPeers } from './raft-peers.ts'

/** reconnect.backoff.ms of the nodes' own clients. */
const reconnectBackoffMs = 50

/**
 * One node's part in the quorum that replicates the cluster's metadata (KafkaRaftClient; KIP-595, with pre-votes of
 * KIP-996). Controllers are voters, brokers observers. Snapshots are not modelled: the log keeps all its records.
 */
export class RaftClient {
  readonly #options: RaftClientOptions
  readonly #isVoter: boolean
  readonly #peers: RaftPeers
  readonly #server: MetadataFetchServer
  readonly #fetcher: MetadataFetcher
  readonly #replication: MetadataReplication
  readonly #state: QuorumState
  #role: QuorumRole = 'unattached'
  #hasFetchedFromLeader = false
  #campaign: Campaign | undefined
  #duties: LeaderDuties | undefined
  #failedElections = 0
  #timer: Timer | undefined

  constructor(options: RaftClientOptions) {
    this.#options = options
    const { hostOf, log, network, nodeId, process, settings } = options
    this.#isVoter = options.voters.includes(nodeId)
    this.#peers = new RaftPeers({ nodeId, process, network, hostOf, requestTimeoutMs: settings.quorumRequestTimeoutMs })
    this.#state = new QuorumState(process, options.stateFile, log.latestEpoch ?? 0)
    this.#replication = new MetadataReplication({
      nodeId,
      voters: options.voters,
      process,
      log,
      lingerMs: settings.appendLingerMs,
      nowMs: options.nowMs,
      listeners: options.listeners,
      onNews: () => { this.#server.answerWaiting() },
    })
    this.#server = this.#makeServer()
    this.#fetcher = this.#makeFetcher()
  }

  get leaderId(): number | null {
    return this.#state.leaderId
  }

  /** Records below this offset are committed, as far as this node knows. */
  get highWatermark(): number {
    return this.#replication.highWatermark
  }

  /** Offset that the next scheduled record will get. Only a leader has one. */
  get nextOffset(): number {
    return this.#replication.nextOffset
  }

  /** Begins: a single voter elects itself at once, other voters wait to hear of a leader, observers look for one. */
  start(): void {
    if (this.#isVoter && this.#options.voters.length === 1) this.#becomeCandidate()
    else this.#becomeUnattached(this.#state.epoch)
  }

  /** Leaves in order: a leader tells the voters to elect another one (EndQuorumEpoch). */
  shutdown(): void {
    if (this.#role !== 'leader') return
    const request = endQuorumEpochRequest(this.#options.nodeId, this.#state.epoch, this.#replication.progress?.successors() ?? [])
    for (const voter of this.#otherVoters()) this.#peers.send(voter, 'EndQuorumEpoch', request, () => undefined)
    this.#resign()
  }

  /** Adds records to the leader's log; returns the offset of the last one. @throws RangeError when this node does not lead */
  scheduleAppend(records: readonly MetadataRecord[]): number {
    return this.#replication.scheduleAppend(records)
  }

  /** Calls back for every committed record that this node has, from the first on. */
  replayCommitted(visit: (record: MetadataRecord, offset: number) => void): void {
    this.#replication.replayCommitted(visit)
  }

  /** Vote, and pre-vote. */
  onVote(request: VoteRequest, respond: Respond<VoteResponse>): void {
    const ballot = request.topics[0]?.partitions[0]
    if (ballot === undefined) return
    if (ballot.candidateEpoch < this.#state.epoch) {
      respond(voteResponse(this.#state, false, 'FENCED_LEADER_EPOCH'))
      return
    }
    if (ballot.candidateEpoch > this.#state.epoch && !ballot.preVote) this.#becomeUnattached(ballot.candidateEpoch)
    const { log } = this.#options
    const { epoch, leaderId, votedFor } = this.#state
    const view = { role: this.#role, epoch, leaderId, votedFor, hasFetchedFromLeader: this.#hasFetchedFromLeader, lastEpoch: log.latestEpoch ?? 0, logEndOffset: log.logEndOffset }
    const isGranted = isVoteGranted(ballot, view)
    const answer = (): void => { respond(voteResponse(this.#state, isGranted)) }
    if (isGranted && !ballot.preVote) this.#state.vote(ballot.candidateId, answer)
    else answer()
  }

  /** BeginQuorumEpoch: a new leader announces itself. */
  onBeginQuorumEpoch(request: BeginQuorumEpochRequest, respond: Respond<BeginQuorumEpochResponse>): void {
    const partition = request.topics[0]?.partitions[0]
    if (partition === undefined) return
    const isStale = partition.leaderEpoch < this.#state.epoch
    if (!isStale) this.#learnOf(partition.leaderEpoch, partition.leaderId)
    respond(quorumEpochResponse(this.#state, isStale ? 'FENCED_LEADER_EPOCH' : 'NONE'))
  }

  /** EndQuorumEpoch: the leader resigns; the first of its preferred successors tries at once, the others a little later. */
  onEndQuorumEpoch(request: EndQuorumEpochRequest, respond: Respond<EndQuorumEpochResponse>): void {
    const partition = request.topics[0]?.partitions[0]
    if (partition === undefined) return
    respond(quorumEpochResponse(this.#state))
    if (partition.leaderEpoch !== this.#state.epoch || this.#role !== 'follower' || !this.#isVoter) return
    const position = partition.preferredCandidates.findIndex(({ candidateId }) => candidateId === this.#options.nodeId)
    const delayMs = position <= 0 ? 0 : electionBackoffMs(this.#options, position) + 50
    this.#setTimer(delayMs, () => { this.#becomeProspective() })
  }

  /** Fetch of the metadata partition, by a voter or an observer. */
  onFetch(request: FetchRequest, respond: Respond<FetchResponse>): void {
    const epoch = request.topics[0]?.partitions[0]?.currentLeaderEpoch ?? -1
    if (epoch > this.#state.epoch) this.#becomeUnattached(epoch)
    this.#server.handle(request, respond)
  }

  #becomeUnattached(epoch: number): void {
    this.#enter('unattached', epoch, null)
    this.#state.persist()
    if (this.#isVoter) this.#setTimer(electionTimeoutMs(this.#options), () => { this.#becomeProspective() })
    else this.#fetcher.start()
  }

  #becomeFollower(epoch: number, leaderId: number): void {
    this.#enter('follower', epoch, leaderId)
    this.#hasFetchedFromLeader = false
    this.#failedElections = 0
    this.#state.persist()
    this.#restartFetchTimer()
    this.#fetcher.start()
  }

  #becomeProspective(): void {
    this.#enter('prospective', this.#state.epoch, this.#state.leaderId)
    this.#campaignFor(true)
  }

  #becomeCandidate(): void {
    this.#enter('candidate', this.#state.epoch + 1, null)
    const { epoch } = this.#state
    this.#state.vote(this.#options.nodeId, () => { if (this.#role === 'candidate' && this.#state.epoch === epoch) this.#campaignFor(false) })
  }

  #campaignFor(isPreVote: boolean): void {
    const { log, nodeId, process, settings, voters } = this.#options
    this.#setTimer(electionTimeoutMs(this.#options), () => { this.#becomeProspective() })
    this.#campaign = new Campaign({
      ballot: { candidateId: nodeId, candidateEpoch: this.#state.epoch, lastOffset: log.logEndOffset, lastOffsetEpoch: log.latestEpoch ?? 0, isPreVote },
      voters,
      process,
      peers: this.#peers,
      retryMs: settings.quorumRetryBackoffMs,
      onWon: () => {
        if (isPreVote) this.#becomeCandidate()
        else this.#becomeLeader()
      },
      onLost: () => { this.#onElectionLost(isPreVote) },
      onNews: (epoch, leaderId) => { this.#learnOf(epoch, leaderId) },
    })
    this.#campaign.start()
  }

  #onElectionLost(isPreVote: boolean): void {
    const leaderId = this.#state.leaderId
    if (isPreVote && leaderId !== null && leaderId !== this.#options.nodeId) this.#becomeFollower(this.#state.epoch, leaderId)
    else this.#setTimer(electionBackoffMs(this.#options, ++this.#failedElections), () => { this.#becomeProspective() })
  }

  #becomeLeader(): void {
    const { nodeId, nowMs, process, settings, voters } = this.#options
    this.#enter('leader', this.#state.epoch, nodeId)
    this.#failedElections = 0
    this.#state.persist()
    this.#replication.lead(this.#state.epoch)
    const { progress } = this.#replication
    if (progress === undefined) return
    this.#duties = new LeaderDuties({
      nodeId,
      epoch: this.#state.epoch,
      hasOtherVoters: voters.length > 1,
      process,
      peers: this.#peers,
      progress,
      fetchTimeoutMs: settings.quorumFetchTimeoutMs,
      nowMs,
      onNews: (epoch, leaderId) => { this.#learnOf(epoch, leaderId) },
      onQuorumLost: () => { this.#resign() },
    })
    this.#duties.start()
  }

  #resign(): void {
    this.#enter('resigned', this.#state.epoch, null)
    this.#setTimer(electionTimeoutMs(this.#options), () => { this.#becomeUnattached(this.#state.epoch + 1) })
  }

  #enter(role: QuorumRole, epoch: number, leaderId: number | null): void {
    this.#options.process.cancel(this.#timer)
    this.#campaign?.end()
    this.#campaign = undefined
    this.#duties?.end()
    this.#duties = undefined
    this.#fetcher.stop()
    const wasActive = this.#replication.stopLeading()
    this.#role = role
    this.#state.enter(epoch, leaderId)
    this.#options.onState(role, epoch, leaderId)
    this.#server.answerAll()
    if (wasActive) for (const listener of this.#options.listeners) listener.onResigned()
  }

  /** Takes notice of a leader or a later epoch that another node told of. */
  #learnOf(epoch: number, leaderId: number): void {
    if (epoch < this.#state.epoch || (this.#role === 'leader' && epoch === this.#state.epoch)) return
    if (epoch === this.#state.epoch && this.#state.leaderId === leaderId && this.#role === 'follower') return
    if (leaderId >= 0 && leaderId !== this.#options.nodeId) this.#becomeFollower(epoch, leaderId)
    else if (epoch > this.#state.epoch) this.#becomeUnattached(epoch)
  }

  #makeServer(): MetadataFetchServer {
    const { log, process } = this.#options
    return new MetadataFetchServer({
      process,
      log,
      quorum: () => this.#state,
      isLeader: () => this.#role === 'leader',
      highWatermark: () => this.#replication.highWatermark,
      onProgress: (replicaId, fetchOffset) => { this.#replication.onProgress(replicaId, fetchOffset) },
    })
  }

  #makeFetcher(): MetadataFetcher {
    const { log, nodeId, process, settings } = this.#options
    return new MetadataFetcher({
      nodeId,
      isVoter: this.#isVoter,
      process,
      peers: this.#peers,
      log,
      retryMs: Math.max(reconnectBackoffMs, settings.quorumRetryBackoffMs),
      quorum: () => this.#state,
      highWatermark: () => this.#replication.highWatermark,
      target: () => this.#state.leaderId ?? this.#randomVoter(),
      onHeard: () => {
        this.#hasFetchedFromLeader = true
        this.#restartFetchTimer()
      },
      onHighWatermark: (highWatermark) => { this.#replication.advance(highWatermark) },
      onNews: (epoch, leaderId) => { this.#learnOf(epoch, leaderId) },
      onFailed: () => { if (!this.#isVoter) this.#state.forgetLeader() },
    })
  }

  #restartFetchTimer(): void {
    if (this.#isVoter) this.#setTimer(this.#options.settings.quorumFetchTimeoutMs, () => { this.#becomeProspective() })
  }

  #setTimer(delayMs: number, action: () => void): void {
    this.#options.process.cancel(this.#timer)
    this.#timer = this.#options.process.after(Math.round(delayMs) * microsPerMilli, action)
  }

  #otherVoters(): readonly number[] {
    return this.#options.voters.filter((voter) => voter !== this.#options.nodeId)
  }

  #randomVoter(): number | undefined {
    const others = this.#otherVoters()
    return this.#isVoter || others.length === 0 ? undefined : others[this.#options.random.nextInt(others.length)]
  }
}
