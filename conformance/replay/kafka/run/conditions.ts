import { NotReplayable } from '../../replayer.ts'
import type { RunWorld } from './run-world.ts'
import { splitPartition } from './topic-partition-text.ts'

/** A condition on the state of a run; those on the cluster are looked at from time to time, those on clients at each instant. */
export interface Condition {
  readonly isOfCluster: boolean
  readonly holds: () => boolean
  /** When it came true, for what a client told; a delay counts from there. */
  readonly sinceMicros?: () => number | undefined
}

/** Reads a step's `after`. @throws NotReplayable for an unknown condition */
export function conditionOf(world: RunWorld, text: string): Condition {
  const { view } = world
  const colon = text.indexOf(':')
  const name = colon < 0 ? text : text.slice(0, colon)
  const rest = colon < 0 ? '' : text.slice(colon + 1)
  switch (name) {
    case 'returned':
      return ofClients(() => true)
    case 'isr-full':
      return ofCluster(() => view.isIsrFull())
    case 'isr-full-and-unfenced':
      return ofCluster(() => view.isIsrFull() && view.unfencedBrokers().includes(world.node(rest)))
    case 'exited':
      return ofClients(() => !view.process(world.node(rest)).isAlive)
    case 'brokers':
      return ofCluster(() => view.unfencedBrokers().length === Number(rest))
    case 'leader-changed':
      return ofCluster(() => hasNewLeader(world, rest))
    case 'quorum-leader-not':
      return ofCluster(() => isLedByAnother(world, world.node(rest)))
    case 'preferred-leaders':
      return ofCluster(() => allPreferred(world))
    case 'settled':
      return ofClients(() => world.client(rest).sendLog.isSettled)
    case 'assigned':
      return { ...ofClients(() => world.members.get(rest)?.firstAssignedMicros !== undefined), sinceMicros: () => world.members.get(rest)?.firstAssignedMicros }
    case 'closed':
      return ofClients(() => world.members.get(rest)?.isClosed === true)
    case 'event':
      return ofClients(() => hasEvent(world, rest))
    case 'end-offset':
      return ofCluster(() => reachesEndOffset(world, rest))
    default:
      throw new NotReplayable(`the condition '${text}' is not known`)
  }
}

const ofCluster = (holds: () => boolean): Condition => ({ isOfCluster: true, holds })
const ofClients = (holds: () => boolean): Condition => ({ isOfCluster: false, holds })

/** `m1 TEXT` */
function hasEvent(world: RunWorld, text: string): boolean {
  const at = text.indexOf(' ')
  return world.members.get(text.slice(0, at))?.events.some((entry) => `${entry.event} ${entry.text}`.trim() === text.slice(at + 1)) === true
}

function hasNewLeader(world: RunWorld, partition: string): boolean {
  const { topic, number } = splitPartition(partition)
  const leader = world.view.partition(topic, number)?.leader ?? -1
  return leader >= 0 && leader !== world.leadersBefore.get(partition)
}

function isLedByAnother(world: RunWorld, node: number): boolean {
  const active = world.view.activeController()
  return active !== undefined && active !== node
}

function allPreferred({ view }: RunWorld): boolean {
  return view.topics.every((topic) => Array.from({ length: view.partitionCount(topic) }, (_, partition) => view.partition(topic, partition)).every((state) => state !== undefined && state.leader === state.replicas[0]))
}

/** `t-0 read_committed >= 11` */
function reachesEndOffset(world: RunWorld, text: string): boolean {
  const [partition = '', isolation = '', , offset = ''] = text.split(' ')
  const { topic, number } = splitPartition(partition)
  const end = world.view.endOffset(topic, number, isolation === 'read_committed' ? 'read_committed' : 'read_uncommitted')
  return end !== undefined && end >= Number(offset)
}
