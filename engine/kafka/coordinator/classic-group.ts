import type { Process, Timer } from '../../sim/process.ts';
import type { ErrorName } from '../protocol/errors.ts';
import { errorCode } from '../protocol/errors.ts';
import type { JoinGroupRequest, JoinGroupResponse } from '../protocol/join-group.ts';
import type { SyncGroupRequest, SyncGroupResponse } from '../protocol/sync-group.ts';
import type { CoordinatorConfig } from './coordinator-config.ts';
import { GroupMember } from './group-member.ts';
import type { GroupRecord } from './offsets-record.ts';

/** States of a classic group (ClassicGroupState). */
export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable';

/** What a group needs of its coordinator. */
export interface GroupContext {
  readonly process: Process;
  readonly config: CoordinatorConfig;
  readonly nowMs: () => number;
  readonly newMemberId: (prefix: string) => string;
  readonly log: (message: string) => void;
  /** State, generation or members have changed. */
  readonly onChange: (group: ClassicGroup) => void;
  /** Writes the group's record to `__consumer_offsets`. */
  readonly store: (record: GroupRecord, done: (error: ErrorName) => void) => void;
}

/** Members must hand in their assignment request within the rebalance time-out; new ones join within five minutes. */
const newMemberJoinTimeoutMs = 300_000;

/** One group of the classic protocol at its coordinator (ClassicGroup and GroupMetadataManager). */
export class ClassicGroup {
  readonly groupId: string;
  readonly #context: GroupContext;
  readonly #members = new Map<string, GroupMember>();
  readonly #static = new Map<string, string>();
  readonly #pendingJoins = new Map<string, Timer>();
  readonly #pendingSyncs = new Set<string>();
  #state: GroupState = 'Empty';
  #generationId = 0;
  #protocolName: string | null = null;
  #leader: string | null = null;
  #hasNewMember = false;
  #joinTimer: Timer | undefined;
  #syncTimer: Timer | undefined;
  /** Since when the group is in its state. */
  stateMs: number;

  constructor(groupId: string, context: GroupContext) {
    this.groupId = groupId;
    this.#context = context;
    this.stateMs = context.nowMs();
  }

  get state(): GroupState {
    return this.#state;
  }

  get generationId(): number {
    return this.#generationId;
  }

  get members(): readonly GroupMember[] {
    return [...this.#members.values()];
  }

  /** Takes over what its log says, as a new coordinator; sessions begin anew. */
  restore(record: GroupRecord): void {
    this.stop();
    this.#members.clear();
    this.#static.clear();
    this.#generationId = record.generationId;
    this.#protocolName = record.protocolName;
    this.#leader = record.leader;
    this.stateMs = record.stateMs;
    for (const stored of record.members) this.#add(GroupMember.of(stored));
    this.#state = record.members.length === 0 ? 'Empty' : 'Stable';
    for (const member of this.#members.values()) this.#restartSession(member);
    this.#context.onChange(this);
  }

  /** Stops all timers: the coordinator has moved. Waiting requests are answered NOT_COORDINATOR. */
  stop(): void {
    const { process } = this.#context;
    process.cancel(this.#joinTimer);
    process.cancel(this.#syncTimer);
    for (const timer of this.#pendingJoins.values()) process.cancel(timer);
    for (const member of this.#members.values()) {
      process.cancel(member.sessionTimer);
      this.#answerJoin(member, joinError('NOT_COORDINATOR', member.memberId));
      this.#answerSync(member, syncError('NOT_COORDINATOR'));
    }
  }

  /** JoinGroup. */
  join(request: JoinGroupRequest, clientId: string, answer: (response: JoinGroupResponse) => void): void {
    if (this.#members.size >= this.#context.config.maxSize && !this.#members.has(request.memberId)) {
      answer(joinError('GROUP_MAX_SIZE_REACHED', request.memberId));
    } else if (!this.#supports(request)) answer(joinError('INCONSISTENT_GROUP_PROTOCOL', request.memberId));
    else if (request.memberId === '') this.#joinNew(request, clientId, answer);
    else if (this.#pendingJoins.has(request.memberId)) this.#joinPending(request, clientId, answer);
    else this.#joinKnown(request, answer);
  }

  /** SyncGroup. */
  sync(request: SyncGroupRequest, answer: (response: SyncGroupResponse) => void): void {
    const error = this.#memberError(request.memberId, request.groupInstanceId, request.generationId);
    const member = this.#members.get(request.memberId);
    if (error !== 'NONE' || member === undefined) {
      answer(syncError(error === 'NONE' ? 'UNKNOWN_MEMBER_ID' : error));
      return;
    }
    switch (this.#state) {
      case 'Empty':
        answer(syncError('UNKNOWN_MEMBER_ID'));
        break;
      case 'PreparingRebalance':
        answer(syncError('REBALANCE_IN_PROGRESS'));
        break;
      case 'CompletingRebalance':
        member.awaitingSync = answer;
        this.#pendingSyncs.delete(member.memberId);
        if (member.memberId === this.#leader) this.#takeAssignments(request);
        break;
      case 'Stable':
        this.#restartSession(member);
        answer(this.#syncAnswer(member));
        break;
    }
  }

  /** Heartbeat. */
  heartbeat(memberId: string, groupInstanceId: string | null, generationId: number): ErrorName {
    const error = this.#memberError(memberId, groupInstanceId, generationId);
    const member = this.#members.get(memberId);
    if (error !== 'NONE' || member === undefined) return error === 'NONE' ? 'UNKNOWN_MEMBER_ID' : error;
    if (this.#state === 'Empty') return 'UNKNOWN_MEMBER_ID';
    this.#restartSession(member);
    return this.#state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE';
  }

  /** LeaveGroup of one member. */
  leave(memberId: string, groupInstanceId: string | null, reason: string | null): ErrorName {
    const pending = this.#pendingJoins.get(memberId);
    if (pending !== undefined) {
      this.#context.process.cancel(pending);
      this.#pendingJoins.delete(memberId);
      if (this.#state === 'PreparingRebalance') this.#maybeCompleteJoin();
      return 'NONE';
    }
    const id = groupInstanceId === null ? memberId : (this.#static.get(groupInstanceId) ?? memberId);
    const member = this.#members.get(id);
    if (member === undefined) return 'UNKNOWN_MEMBER_ID';
    if (groupInstanceId !== null && memberId !== '' && id !== memberId) return 'FENCED_INSTANCE_ID';
    this.#context.log(`[GroupId ${this.groupId}] Member ${id} has left group through explicit \`LeaveGroup\` request; client reason: ${reason ?? 'not provided'}`);
    this.#removeAndRebalance(member, `explicit \`LeaveGroup\` request for member ${id}`);
    return 'NONE';
  }

  /** Whether a commit of this member and generation is taken (validateOffsetCommit); it counts as a sign of life. */
  validateCommit(memberId: string, groupInstanceId: string | null, generationId: number): ErrorName {
    if (generationId < 0 && this.#state === 'Empty') return 'NONE';
    if (generationId < 0 && memberId === '' && groupInstanceId === null) return this.#state === 'Empty' ? 'NONE' : 'UNKNOWN_MEMBER_ID';
    const error = this.#memberError(memberId, groupInstanceId, generationId);
    if (error !== 'NONE') return error;
    if (this.#state === 'CompletingRebalance') return 'REBALANCE_IN_PROGRESS';
    const member = this.#members.get(memberId);
    if (member !== undefined) this.#restartSession(member);
    return 'NONE';
  }

  #memberError(memberId: string, groupInstanceId: string | null, generationId: number): ErrorName {
    if (groupInstanceId !== null) {
      const current = this.#static.get(groupInstanceId);
      if (current === undefined) return 'UNKNOWN_MEMBER_ID';
      if (current !== memberId) return 'FENCED_INSTANCE_ID';
    }
    if (!this.#members.has(memberId)) return 'UNKNOWN_MEMBER_ID';
    return generationId === this.#generationId ? 'NONE' : 'ILLEGAL_GENERATION';
  }

  #supports(request: JoinGroupRequest): boolean {
    if (this.#members.size === 0) return request.protocols.length > 0;
    return request.protocols.some(({ name }) => this.members.every((member) => member.protocols.some((protocol) => protocol.name === name)));
  }

  #joinNew(request: JoinGroupRequest, clientId: string, answer: (response: JoinGroupResponse) => void): void {
    const memberId = this.#context.newMemberId(request.groupInstanceId ?? clientId);
    if (request.groupInstanceId !== null) {
      const previous = this.#members.get(this.#static.get(request.groupInstanceId) ?? '');
      if (previous === undefined) this.#addAndRebalance(request, clientId, memberId, answer);
      else this.#replaceStatic(previous, request, memberId, answer);
      return;
    }
    this.#context.log(`[GroupId ${this.groupId}] Dynamic member with unknown member id joins group in ${this.#state} state. Created a new member id ${memberId} and requesting the member to rejoin with this id.`);
    this.#pendingJoins.set(memberId, this.#context.process.after(request.sessionTimeoutMs * 1000, () => {
      this.#pendingJoins.delete(memberId);
      if (this.#state === 'PreparingRebalance') this.#maybeCompleteJoin();
    }));
    answer(joinError('MEMBER_ID_REQUIRED', memberId));
  }

  #joinPending(request: JoinGroupRequest, clientId: string, answer: (response: JoinGroupResponse) => void): void {
    this.#context.process.cancel(this.#pendingJoins.get(request.memberId));
    this.#pendingJoins.delete(request.memberId);
    this.#addAndRebalance(request, clientId, request.memberId, answer);
  }

  #joinKnown(request: JoinGroupRequest, answer: (response: JoinGroupResponse) => void): void {
    if (request.groupInstanceId !== null && this.#static.get(request.groupInstanceId) !== request.memberId) {
      answer(joinError(this.#static.has(request.groupInstanceId) ? 'FENCED_INSTANCE_ID' : 'UNKNOWN_MEMBER_ID', request.memberId));
      return;
    }
    const member = this.#members.get(request.memberId);
    if (member === undefined) {
      answer(joinError('UNKNOWN_MEMBER_ID', request.memberId));
      return;
    }
    const isSame = member.matches(request.protocols);
    const mustRebalance = this.#state === 'PreparingRebalance' || (this.#state === 'CompletingRebalance' && !isSame)
      || (this.#state === 'Stable' && (member.memberId === this.#leader || !isSame));
    if (!mustRebalance) {
      answer(this.#joinAnswer(member));
      return;
    }
    member.protocols = request.protocols;
    member.rebalanceTimeoutMs = request.rebalanceTimeoutMs;
    member.sessionTimeoutMs = request.sessionTimeoutMs;
    member.awaitingJoin = answer;
    if (this.#state === 'PreparingRebalance') this.#maybeCompleteJoin();
    else this.#prepareRebalance(member.memberId === this.#leader ? `Leader ${member.memberId} re-joining group during ${this.#state}` : `Updating metadata for member ${member.memberId} during ${this.#state}`);
  }

  #addAndRebalance(request: JoinGroupRequest, clientId: string, memberId: string, answer: (response: JoinGroupResponse) => void): void {
    const { groupInstanceId, rebalanceTimeoutMs, sessionTimeoutMs, protocols } = request;
    const member = new GroupMember({ memberId, groupInstanceId, clientId, rebalanceTimeoutMs, sessionTimeoutMs, protocols });
    member.awaitingJoin = answer;
    this.#add(member);
    if (this.#state === 'PreparingRebalance') this.#hasNewMember = true;
    this.#scheduleExpiry(member, newMemberJoinTimeoutMs);
    const reason = `Adding new member ${memberId} with group instance id ${groupInstanceId ?? 'null'}; client reason: ${request.reason ?? 'not provided'}`;
    if (this.#state === 'PreparingRebalance') this.#maybeCompleteJoin();
    else this.#prepareRebalance(reason);
  }

  /** A static member is back under a new member id: it keeps its assignment, without a rebalance where nothing else changed. */
  #replaceStatic(previous: GroupMember, request: JoinGroupRequest, memberId: string, answer: (response: JoinGroupResponse) => void): void {
    const oldId = previous.memberId;
    const isSame = previous.matches(request.protocols.map((protocol) => ({ ...protocol })));
    this.#answerJoin(previous, joinError('FENCED_INSTANCE_ID', oldId));
    this.#answerSync(previous, syncError('FENCED_INSTANCE_ID'));
    this.#members.delete(oldId);
    previous.memberId = memberId;
    const subscribesAlike = JSON.stringify(previous.protocols.map(({ name, metadata }) => [name, metadata.topics])) === JSON.stringify(request.protocols.map(({ name, metadata }) => [name, metadata.topics]));
    previous.protocols = request.protocols;
    previous.rebalanceTimeoutMs = request.rebalanceTimeoutMs;
    previous.sessionTimeoutMs = request.sessionTimeoutMs;
    this.#add(previous);
    const wasLeader = this.#leader === oldId;
    if (wasLeader) this.#leader = memberId;
    this.#context.log(`[GroupId ${this.groupId}] Static member with groupInstanceId=${request.groupInstanceId ?? ''} and unknown member id joins group in ${this.#state} state. Replacing previously mapped member ${oldId} with this groupInstanceId.`);
    this.#restartSession(previous);
    if (this.#state === 'Stable' && (isSame || subscribesAlike)) {
      this.#context.store(this.#record(), () => undefined);
      answer({ ...this.#joinAnswer(previous), leader: wasLeader ? memberId : (this.#leader ?? ''), skipAssignment: wasLeader });
      return;
    }
    previous.awaitingJoin = answer;
    if (this.#state === 'PreparingRebalance') this.#maybeCompleteJoin();
    else this.#prepareRebalance(`Updating metadata for static member ${memberId}`);
  }

  #add(member: GroupMember): void {
    this.#members.set(member.memberId, member);
    if (member.groupInstanceId !== null) this.#static.set(member.groupInstanceId, member.memberId);
    this.#leader ??= member.memberId;
  }

  #prepareRebalance(reason: string): void {
    const { config, process, log } = this.#context;
    if (this.#state === 'CompletingRebalance') this.#dropAssignments();
    const isInitial = this.#state === 'Empty';
    this.#setState('PreparingRebalance');
    log(`[GroupId ${this.groupId}] Preparing to rebalance group in state PreparingRebalance with old generation ${String(this.#generationId)} (reason: ${reason}).`);
    process.cancel(this.#joinTimer);
    process.cancel(this.#syncTimer);
    if (isInitial && config.initialRebalanceDelayMs > 0) {
      this.#hasNewMember = false;
      this.#waitInitially(config.initialRebalanceDelayMs, Math.max(this.#rebalanceTimeoutMs - config.initialRebalanceDelayMs, 0));
      return;
    }
    this.#joinTimer = process.after(this.#rebalanceTimeoutMs * 1000, () => { this.#completeJoin(); });
    this.#maybeCompleteJoin();
  }

  /** The first rebalance waits for more members: again and again while new ones come (group.initial.rebalance.delay.ms). */
  #waitInitially(delayMs: number, remainingMs: number): void {
    const { config, process } = this.#context;
    this.#joinTimer = process.after(delayMs * 1000, () => {
      this.#joinTimer = undefined;
      if (this.#hasNewMember && remainingMs > 0) {
        this.#hasNewMember = false;
        this.#waitInitially(Math.min(config.initialRebalanceDelayMs, remainingMs), Math.max(remainingMs - delayMs, 0));
      } else this.#completeJoin();
    });
    this.#isInitialDelay = true;
  }

  #isInitialDelay = false;

  get #rebalanceTimeoutMs(): number {
    return this.members.reduce((longest, member) => Math.max(longest, member.rebalanceTimeoutMs), 0);
  }

  #maybeCompleteJoin(): void {
    if (this.#isInitialDelay && this.#joinTimer !== undefined) return;
    if (this.#pendingJoins.size === 0 && this.members.every((member) => member.awaitingJoin !== undefined)) this.#completeJoin();
  }

  /** Ends the round: who did not rejoin is out, the generation rises, and everybody hears of it. */
  #completeJoin(): void {
    const { process, log } = this.#context;
    process.cancel(this.#joinTimer);
    this.#joinTimer = undefined;
    this.#isInitialDelay = false;
    for (const member of this.members) {
      if (member.awaitingJoin !== undefined || member.groupInstanceId !== null) continue;
      log(`[GroupId ${this.groupId}] Group removed members which haven't rejoined: ${member.memberId}`);
      this.#remove(member);
    }
    this.#generationId++;
    if (this.#members.size === 0) {
      this.#becomeEmpty();
      return;
    }
    if (this.#members.get(this.#leader ?? '')?.awaitingJoin === undefined) this.#leader = this.members.find((member) => member.awaitingJoin !== undefined)?.memberId ?? this.#leader;
    this.#protocolName = this.#selectProtocol();
    this.#setState('CompletingRebalance');
    log(`[GroupId ${this.groupId}] Stabilized group with generation ${String(this.#generationId)} and ${String(this.#members.size)} members.`);
    for (const member of this.members) {
      const answer = this.#joinAnswer(member);
      member.isNew = false;
      this.#pendingSyncs.add(member.memberId);
      this.#restartSession(member);
      this.#answerJoin(member, answer);
    }
    this.#syncTimer = process.after(this.#rebalanceTimeoutMs * 1000, () => { this.#expirePendingSyncs(); });
  }

  #expirePendingSyncs(): void {
    if (this.#state !== 'CompletingRebalance' && this.#state !== 'Stable') return;
    const late = this.members.filter((member) => this.#pendingSyncs.has(member.memberId));
    if (late.length === 0) return;
    for (const member of late) this.#remove(member);
    this.#prepareRebalance(`Removing ${late.map((member) => member.memberId).join(', ')} on pending sync request expiration`);
  }

  #becomeEmpty(): void {
    this.#protocolName = null;
    this.#leader = null;
    this.#setState('Empty');
    this.#context.log(`[GroupId ${this.groupId}] Group with generation ${String(this.#generationId)} is now empty.`);
    this.#context.store(this.#record(), () => undefined);
  }

  #takeAssignments(request: SyncGroupRequest): void {
    const { store, log } = this.#context;
    log(`[GroupId ${this.groupId}] Assignment received from leader ${request.memberId} for group ${this.groupId} for generation ${String(this.#generationId)}. The group has ${String(this.#members.size)} members, ${String(this.#static.size)} of which are static.`);
    const assignments = new Map(request.assignments.map(({ memberId, assignment }) => [memberId, assignment]));
    for (const member of this.#members.values()) member.assignment = assignments.get(member.memberId) ?? { assignedPartitions: [] };
    const generationId = this.#generationId;
    store(this.#record(), (error) => {
      if (this.#state !== 'CompletingRebalance' || generationId !== this.#generationId) return;
      if (error !== 'NONE') {
        this.#dropAssignments(error);
        this.#prepareRebalance(`Error ${error} when storing group assignment during SyncGroup (member: ${request.memberId})`);
        return;
      }
      this.#setState('Stable');
      for (const member of this.#members.values()) {
        this.#restartSession(member);
        this.#answerSync(member, this.#syncAnswer(member));
      }
    });
  }

  #dropAssignments(error: ErrorName = 'REBALANCE_IN_PROGRESS'): void {
    this.#pendingSyncs.clear();
    for (const member of this.#members.values()) {
      member.assignment = { assignedPartitions: [] };
      this.#answerSync(member, syncError(error));
    }
  }

  /** The protocol that most members prefer among those that all support. */
  #selectProtocol(): string {
    const votes = new Map<string, number>();
    for (const member of this.#members.values()) {
      const choice = member.protocols.find(({ name }) => this.members.every((other) => other.protocols.some((protocol) => protocol.name === name)));
      if (choice !== undefined) votes.set(choice.name, (votes.get(choice.name) ?? 0) + 1);
    }
    return [...votes].reduce<readonly [string, number]>((best, entry) => (entry[1] > best[1] ? entry : best), ['', 0])[0];
  }

  #restartSession(member: GroupMember): void {
    this.#scheduleExpiry(member, member.sessionTimeoutMs);
  }

  #scheduleExpiry(member: GroupMember, timeoutMs: number): void {
    const { process } = this.#context;
    process.cancel(member.sessionTimer);
    member.sessionTimer = process.after(timeoutMs * 1000, () => {
      if (this.#members.get(member.memberId) !== member) return;
      if (!member.isNew && (member.awaitingJoin !== undefined || member.awaitingSync !== undefined)) return;
      this.#context.log(`[GroupId ${this.groupId}] Member ${member.memberId} in group ${this.groupId} has failed, removing it from the group.`);
      this.#removeAndRebalance(member, `removing member ${member.memberId} on heartbeat expiration.`);
    });
  }

  #removeAndRebalance(member: GroupMember, reason: string): void {
    this.#answerJoin(member, joinError('UNKNOWN_MEMBER_ID', ''));
    this.#remove(member);
    if (this.#state === 'PreparingRebalance') this.#maybeCompleteJoin();
    else if (this.#state !== 'Empty') this.#prepareRebalance(reason);
    this.#context.onChange(this);
  }

  #remove(member: GroupMember): void {
    this.#context.process.cancel(member.sessionTimer);
    this.#members.delete(member.memberId);
    this.#pendingSyncs.delete(member.memberId);
    this.#answerSync(member, syncError('UNKNOWN_MEMBER_ID'));
    if (member.groupInstanceId !== null) this.#static.delete(member.groupInstanceId);
    if (this.#leader === member.memberId) this.#leader = this.members[0]?.memberId ?? null;
  }

  #setState(state: GroupState): void {
    this.#state = state;
    this.stateMs = this.#context.nowMs();
    this.#context.onChange(this);
  }

  #record(): GroupRecord {
    return {
      kind: 'group', groupId: this.groupId, generationId: this.#generationId, protocolName: this.#protocolName, leader: this.#leader,
      members: this.members.map((member) => member.toStored()), stateMs: this.#context.nowMs(),
    };
  }

  #joinAnswer(member: GroupMember): JoinGroupResponse {
    const isLeader = member.memberId === this.#leader;
    return {
      throttleTimeMs: 0, errorCode: 0, generationId: this.#generationId, protocolType: 'consumer', protocolName: this.#protocolName,
      leader: this.#leader ?? '', skipAssignment: false, memberId: member.memberId,
      members: isLeader ? this.members.map(({ memberId, groupInstanceId, protocols }) => ({
        memberId, groupInstanceId,
        metadata: protocols.find(({ name }) => name === this.#protocolName)?.metadata ?? { topics: [], userData: null, ownedPartitions: [], generationId: -1, rackId: null },
      })) : [],
    };
  }

  #syncAnswer(member: GroupMember): SyncGroupResponse {
    return { throttleTimeMs: 0, errorCode: 0, protocolType: 'consumer', protocolName: this.#protocolName, assignment: member.assignment };
  }

  #answerJoin(member: GroupMember, response: JoinGroupResponse): void {
    const answer = member.awaitingJoin;
    member.awaitingJoin = undefined;
    answer?.(response);
  }

  #answerSync(member: GroupMember, response: SyncGroupResponse): void {
    const answer = member.awaitingSync;
    member.awaitingSync = undefined;
    answer?.(response);
  }
}

/** A JoinGroup response that carries only an error. */
export function joinError(error: ErrorName, memberId: string): JoinGroupResponse {
  return { throttleTimeMs: 0, errorCode: errorCode(error), generationId: -1, protocolType: null, protocolName: null, leader: '', skipAssignment: false, memberId, members: [] };
}

/** A SyncGroup response that carries only an error. */
export function syncError(error: ErrorName): SyncGroupResponse {
  return { throttleTimeMs: 0, errorCode: errorCode(error), protocolType: null, protocolName: null, assignment: { assignedPartitions: [] } };
}
