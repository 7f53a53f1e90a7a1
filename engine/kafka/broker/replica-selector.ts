import { KafkaException } from '../protocol/kafka-exception.ts'

/** A replica that a consumer could read from, as the leader sees it (ReplicaView). */
export interface ReplicaView {
  readonly brokerId: number
  readonly rack: string | null
  readonly logEndOffset: number
  readonly sinceCaughtUpMs: number
}

/** Chooses where a consumer reads (KIP-392); `clientRack` is empty for a consumer that names no rack. */
export type ReplicaSelector = (clientRack: string, leader: ReplicaView, replicas: readonly ReplicaView[]) => ReplicaView

/** RackAwareReplicaSelector: the leader when it is in the client's rack or nobody is, else the most caught up one there. */
const rackAware: ReplicaSelector = (clientRack, leader, replicas) => {
  if (clientRack === '') return leader
  const near = replicas.filter(({ rack }) => rack === clientRack)
  if (near.includes(leader)) return leader
  return near.reduce<ReplicaView | undefined>((best, each) => (best === undefined || isBetter(each, best) ? each : best), undefined) ?? leader
}

/** ReplicaView.comparator: the longer log, then the one caught up more recently, then the higher id. */
function isBetter(each: ReplicaView, best: ReplicaView): boolean {
  if (each.logEndOffset !== best.logEndOffset) return each.logEndOffset > best.logEndOffset
  if (each.sinceCaughtUpMs !== best.sinceCaughtUpMs) return each.sinceCaughtUpMs < best.sinceCaughtUpMs
  return each.brokerId > best.brokerId
}

const packageName = 'org.apache.kafka.common.replica'

/**
 * The selector that `replica.selector.class` names; undefined for none and for LeaderSelector, which both mean the leader.
 * @throws KafkaException ClassNotFoundException for any other class
 */
export function replicaSelector(className: string | null): ReplicaSelector | undefined {
  if (className === null || className === '' || className === `${packageName}.LeaderSelector`) return undefined
  if (className === `${packageName}.RackAwareReplicaSelector`) return rackAware
  throw new KafkaException('java.lang.ClassNotFoundException', className)
}
