import { mergeChange } from '../metadata/cluster-image.ts'
import { NO_LEADER, type LeaderRecoveryState, type PartitionChange, type PartitionState } from '../metadata/metadata-record.ts'

/** Which leaders an election may choose. */
export type Election = 'PREFERRED' | 'ONLINE' | 'UNCLEAN'

/** What a partition should become, and the rules under which it does. */
export interface PartitionChangeRequest {
  readonly state: PartitionState
  /** The in-sync replicas wanted; as they are when absent. */
  readonly targetIsr?: readonly number[]
  readonly targetReplicas?: readonly number[]
  readonly targetRemoving?: readonly number[]
  readonly targetAdding?: readonly number[]
  readonly targetLeaderRecoveryState?: LeaderRecoveryState
  /** Replicas that came back after a shutdown that was not clean: they may have lost records. */
  readonly uncleanShutdownReplicas?: readonly number[]
  readonly election: Election
  readonly minIsr: number
  readonly isElrEnabled: boolean
  /** Whether a replica's broker can lead now. */
  readonly isAcceptableLeader: (replica: number) => boolean
}

/** A change, and whether its leader was elected uncleanly. */
export interface BuiltPartitionChange {
  readonly change: PartitionChange
  readonly isUnclean: boolean
}

interface Targets {
  isr: readonly number[]
  elr: readonly number[]
  replicas: readonly number[]
  removing: readonly number[]
  adding: readonly number[]
}

/** Mutable while it is being built. */
type ChangeDraft = { -readonly [Field in keyof PartitionChange]: PartitionChange[Field] }

/**
 * The record that brings a partition to a target: eligible leader replicas, election, last known leader, in the order in
 * which the controller does it (PartitionChangeBuilder.build).
 * @returns undefined when nothing changes
 */
export function buildPartitionChange(request: PartitionChangeRequest): BuiltPartitionChange | undefined {
  const { state } = request
  const targets: Targets = {
    isr: request.targetIsr ?? state.isr,
    elr: state.elr,
    replicas: request.targetReplicas ?? state.replicas,
    removing: request.targetRemoving ?? state.removingReplicas,
    adding: request.targetAdding ?? state.addingReplicas,
  }
  completeReassignment(targets)
  populateElr(request, targets)
  const change: ChangeDraft = {}
  const isUnclean = elect(request, targets, change)
  if (change.leader === undefined && state.replicas.some((replica) => !targets.replicas.includes(replica))) change.leader = state.leader
  if (isUnclean || !request.isElrEnabled) targets.elr = []
  if (!equalLists(targets.elr, state.elr)) change.elr = targets.elr
  if (change.isr === undefined && (targets.isr.length > 0 || request.isElrEnabled) && !equalLists(targets.isr, state.isr)) {
    change.isr = targets.isr
  }
  updateLastKnownLeader(request, change)
  if (!equalLists(targets.replicas, state.replicas)) change.replicas = targets.replicas
  if (!equalLists(targets.removing, state.removingReplicas)) change.removingReplicas = targets.removing
  if (!equalLists(targets.adding, state.addingReplicas)) change.addingReplicas = targets.adding
  const recovery = request.targetLeaderRecoveryState
  if (recovery !== undefined && recovery !== state.leaderRecoveryState) change.leaderRecoveryState = recovery
  return Object.keys(change).length === 0 ? undefined : { change, isUnclean }
}

/** A reassignment is complete when all adding replicas are in the ISR and nothing else would be left short. */
function completeReassignment(targets: Targets): void {
  if (targets.adding.length === 0 && targets.removing.length === 0) return
  const isr = targets.isr.filter((replica) => !targets.removing.includes(replica))
  const replicas = targets.replicas.filter((replica) => !targets.removing.includes(replica))
  if (isr.length === 0 || replicas.length === 0 || targets.adding.some((replica) => !isr.includes(replica))) return
  if (targets.removing.length > targets.adding.length && replicas.some((replica) => !isr.includes(replica))) return
  Object.assign(targets, { isr, replicas, removing: [], adding: [] })
}

function populateElr(request: PartitionChangeRequest, targets: Targets): void {
  if (!request.isElrEnabled) return
  if (targets.isr.length >= request.minIsr) {
    targets.elr = []
    return
  }
  const unclean = request.uncleanShutdownReplicas ?? []
  const candidates = new Set([...targets.elr, ...request.state.isr])
  targets.elr = [...candidates]
    .filter((replica) => !targets.isr.includes(replica) && !unclean.includes(replica))
    .sort((left, right) => left - right)
}

/** Chooses the leader and notes it; returns whether the election was unclean. */
function elect(request: PartitionChangeRequest, targets: Targets, change: ChangeDraft): boolean {
  const { state } = request
  const { leader, isUnclean } = chooseLeader(request, targets)
  if (leader === state.leader) return false
  if (targets.elr.includes(leader)) {
    targets.isr = [leader]
    targets.elr = targets.elr.filter((replica) => replica !== leader)
  }
  change.leader = leader
  if (!isUnclean) return false
  change.isr = [leader]
  if (state.leaderRecoveryState !== 'RECOVERING') change.leaderRecoveryState = 'RECOVERING'
  return true
}

function chooseLeader(request: PartitionChangeRequest, targets: Targets): { leader: number; isUnclean: boolean } {
  const { state, election, isAcceptableLeader } = request
  const isValid = (replica: number): boolean =>
    (targets.isr.includes(replica) || (targets.isr.length === 0 && targets.elr.includes(replica))) && isAcceptableLeader(replica)
  const [preferred] = targets.replicas
  if (election === 'PREFERRED' && preferred !== undefined && isValid(preferred)) return { leader: preferred, isUnclean: false }
  if (isValid(state.leader)) return { leader: state.leader, isUnclean: false }
  const online = targets.replicas.find(isValid)
  if (online !== undefined) return { leader: online, isUnclean: false }
  const [lastKnown] = state.lastKnownElr
  const isLastKnownUsable = request.isElrEnabled && targets.elr.length === 0 && targets.isr.length === 0 && state.lastKnownElr.length === 1
  if (isLastKnownUsable && lastKnown !== undefined && isAcceptableLeader(lastKnown)) return { leader: lastKnown, isUnclean: true }
  const unclean = election === 'UNCLEAN' ? targets.replicas.find(isAcceptableLeader) : undefined
  return unclean === undefined ? { leader: NO_LEADER, isUnclean: false } : { leader: unclean, isUnclean: true }
}

function updateLastKnownLeader(request: PartitionChangeRequest, change: ChangeDraft): void {
  const { state } = request
  if (!request.isElrEnabled) return
  const isKnown = state.lastKnownElr.length === 1 && state.lastKnownElr[0] === state.leader
  if (change.isr?.length === 0 && !isKnown) change.lastKnownElr = [state.leader]
  else if (state.lastKnownElr.length > 0) {
    const next = mergeChange(state, change)
    if (next.leader !== NO_LEADER) change.lastKnownElr = []
  }
}

/** Whether two lists have the same replicas in the same order. */
function equalLists(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((value, index) => value === right[index])
}
