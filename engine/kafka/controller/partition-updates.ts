import type { PartitionAt } from '../metadata/cluster-image.ts'
import type { MetadataRecord, PartitionChangeRecord } from '../metadata/metadata-record.ts'
import { buildPartitionChange, type Election, type PartitionChangeRequest } from './partition-change.ts'
import type { QuorumController } from './quorum-controller.ts'

/** ELR is on in clusters formatted by 4.1 or later (eligible.leader.replicas.version=1). */
const isElrEnabled = true

/** Elections of one balancing pass at most (ReplicationControlManager.MAX_ELECTIONS_PER_IMBALANCE). */
const electionsMax = 1000

/** The record for one partition's change; undefined when nothing changes. */
export function partitionUpdate(
  controller: QuorumController,
  at: PartitionAt,
  request: Omit<PartitionChangeRequest, 'state' | 'minIsr' | 'isElrEnabled' | 'election'> & { readonly election?: Election },
): PartitionChangeRecord | undefined {
  const { topic, partitionId, state } = at
  const settings = controller.topicSettings(topic.name)
  const built = buildPartitionChange({
    ...request,
    state,
    election: request.election ?? (settings.isUncleanElectionEnabled ? 'UNCLEAN' : 'ONLINE'),
    minIsr: controller.minIsr(topic.name, state.replicas.length),
    isElrEnabled,
  })
  if (built === undefined) return undefined
  return { type: 'PartitionChangeRecord', topicId: topic.topicId, partitionId, change: built.change, isUnclean: built.isUnclean }
}

function updatesOf(
  controller: QuorumController,
  isConcerned: (at: PartitionAt) => boolean,
  request: (at: PartitionAt) => Parameters<typeof partitionUpdate>[2],
): MetadataRecord[] {
  const records: MetadataRecord[] = []
  for (const at of controller.image.partitions()) {
    if (!isConcerned(at)) continue
    const record = partitionUpdate(controller, at, request(at))
    if (record !== undefined) records.push(record)
  }
  return records
}

/** A broker leaves all ISRs, and partitions that it leads get another leader or none. */
export function removeFromIsrs(controller: QuorumController, brokerId: number): MetadataRecord[] {
  return updatesOf(controller, ({ state }) => state.isr.includes(brokerId), ({ state }) => ({
    targetIsr: state.isr.filter((replica) => replica !== brokerId),
    isAcceptableLeader: (replica) => replica !== brokerId && controller.image.isActive(replica),
  }))
}

/** Records that fence a broker (handleBrokerFenced). */
export function fenceUpdates(controller: QuorumController, brokerId: number): readonly MetadataRecord[] {
  const records = removeFromIsrs(controller, brokerId)
  if (controller.image.broker(brokerId)?.fenced === false) records.push({ type: 'BrokerRegistrationChangeRecord', brokerId, fenced: true })
  return records
}

/** Records that unfence a broker, and make it leader where there is none and it may be (handleBrokerUnfenced). */
export function unfenceUpdates(controller: QuorumController, brokerId: number): readonly MetadataRecord[] {
  const updates = updatesOf(controller, ({ state }) => state.leader < 0, () => ({
    isAcceptableLeader: (replica) => replica === brokerId || controller.image.isActive(replica),
  }))
  return [{ type: 'BrokerRegistrationChangeRecord', brokerId, fenced: false }, ...updates]
}

/** Records that begin a broker's controlled shutdown (handleBrokerInControlledShutdown). */
export function controlledShutdownUpdates(controller: QuorumController, brokerId: number): readonly MetadataRecord[] {
  return [{ type: 'BrokerRegistrationChangeRecord', brokerId, inControlledShutdown: true }, ...removeFromIsrs(controller, brokerId)]
}

/** A broker came back from an unclean shutdown: it may have lost records, so it leaves all ISRs and ELRs. */
export function uncleanShutdownUpdates(controller: QuorumController, brokerId: number): MetadataRecord[] {
  return updatesOf(controller, ({ state }) => state.isr.includes(brokerId) || state.elr.includes(brokerId), ({ state }) => ({
    targetIsr: state.isr.filter((replica) => replica !== brokerId),
    uncleanShutdownReplicas: [brokerId],
    isAcceptableLeader: (replica) => replica !== brokerId && controller.image.isActive(replica),
  }))
}

/** Leadership goes back to the first replica where it can (maybeBalancePartitionLeaders). */
export function preferredLeaderUpdates(controller: QuorumController): readonly MetadataRecord[] {
  return updatesOf(controller, ({ state }) => state.leader !== state.replicas[0], () => ({
    election: 'PREFERRED',
    isAcceptableLeader: (replica) => controller.image.isActive(replica),
  })).slice(0, electionsMax)
}

/** Leaderless partitions whose topics allow it get an unclean leader (maybeElectUncleanLeaders). */
export function uncleanElectionUpdates(controller: QuorumController): readonly MetadataRecord[] {
  return updatesOf(
    controller,
    ({ topic, state }) => state.leader < 0 && controller.topicSettings(topic.name).isUncleanElectionEnabled,
    () => ({ election: 'UNCLEAN', isAcceptableLeader: (replica) => controller.image.isActive(replica) }),
  ).slice(0, electionsMax)
}
