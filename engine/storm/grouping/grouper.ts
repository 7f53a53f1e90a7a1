import type { RandomStream } from '../../sim/random-stream.ts'
import type { Fields } from '../tuple/fields.ts'
import { listHash, type StormValue } from '../tuple/storm-value.ts'
import { chooseTaskIndex } from './choose-task-index.ts'
import type { Grouping } from './grouping.ts'
import { seededHash } from './seeded-hash.ts'
import { ShuffledRound } from './shuffled-round.ts'

/** Chooses the tasks of one bolt for the tuples that one task emits. */
export type Grouper = (values: readonly StormValue[]) => readonly number[]

/** What a grouper chooses from. */
export interface GrouperGround {
  readonly fields: Fields
  /** The bolt's tasks, ascending. */
  readonly targetTasks: readonly number[]
  readonly random: RandomStream
  /** Those of its tasks that live in the emitting task's worker now. */
  readonly localTasks: () => readonly number[]
  /** How full the receive queue of a local task is, 0 … 1. */
  readonly loadOf: (task: number) => number
  /** topology.disable.loadaware.messaging is not set. */
  readonly isLoadAware: boolean
}

/** topology.localityaware.higher.bound and .lower.bound: from which load on local tasks are passed over, and until when. */
const higherBound = 0.8
const lowerBound = 0.2

/**
 * A grouping at work. A direct grouping chooses nothing: the emitter does.
 * Source: org.apache.storm.daemon.GrouperFactory and org.apache.storm.grouping.
 */
export function createGrouper(grouping: Grouping, ground: GrouperGround): Grouper {
  const { targetTasks, random, fields } = ground
  const [lowest] = targetTasks
  if (lowest === undefined) return () => []
  switch (grouping.type) {
    case 'all': return () => targetTasks
    case 'global': return () => [lowest]
    case 'direct': return () => []
    case 'none': return () => [targetTasks[random.nextInt(targetTasks.length)] ?? lowest]
    case 'shuffle': return ground.isLoadAware ? nearShuffle(ground) : roundShuffle(ground)
    case 'localOrShuffle': return ground.isLoadAware ? nearShuffle(ground) : localOrRoundShuffle(ground)
    case 'fields': {
      const places = grouping.fields.map((name) => fields.indexOf(name))
      return (values) => [targetTasks[chooseTaskIndex(places.map((place) => values[place] ?? null), targetTasks.length)] ?? lowest]
    }
    case 'partialKey': return partialKey(grouping.fields.map((name) => fields.indexOf(name)), targetTasks)
  }
}

function roundShuffle({ targetTasks, random }: GrouperGround): Grouper {
  const round = new ShuffledRound(targetTasks, random)
  return () => [round.next()]
}

function localOrRoundShuffle(ground: GrouperGround): Grouper {
  const all = roundShuffle(ground)
  const local = new ShuffledRound([], ground.random)
  return (values) => {
    const tasks = ground.localTasks()
    return tasks.length === 0 ? all(values) : [local.nextOf(tasks)]
  }
}

/** Prefers tasks of its own worker while their queues are short. Source: org.apache.storm.grouping.LoadAwareShuffleGrouping. */
function nearShuffle(ground: GrouperGround): Grouper {
  const all = roundShuffle(ground)
  const local = new ShuffledRound([], ground.random)
  let isFar = false
  return (values) => {
    const tasks = ground.localTasks()
    if (tasks.length === 0) return all(values)
    if (tasks.length < ground.targetTasks.length) {
      const load = tasks.reduce((sum, task) => sum + ground.loadOf(task), 0) / tasks.length
      isFar = load >= (isFar ? lowerBound : higherBound)
      if (isFar) return all(values)
    }
    return [local.nextOf(tasks)]
  }
}

/** Two tasks a key, of which the one that has got less. Source: org.apache.storm.grouping.PartialKeyGrouping. */
function partialKey(places: readonly number[], targetTasks: readonly number[]): Grouper {
  const counts = new Map<number, number>()
  const countOf = (task: number): number => counts.get(task) ?? 0
  return (values) => {
    const key = String(listHash(places.map((place) => values[place] ?? null)))
    const [first = 0, second = 0] = [13, 17].map((seed) => targetTasks[seededHash(key, seed) % targetTasks.length])
    const chosen = countOf(first) > countOf(second) ? second : first
    counts.set(chosen, countOf(chosen) + 1)
    return [chosen]
  }
}
