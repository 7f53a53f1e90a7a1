import { numberOf, property, textOf, type Json, type JsonObject } from '../../../../json.ts'
import type { PartitionView } from '../cluster-view.ts'
import type { RunWorld } from '../run-world.ts'
import type { Verb } from '../verb.ts'

/** `describe`: a partition, every topic's partition (`*`), or a topic's layout as a text. */
export const describe: Verb = (world, step) => {
  const topic = textOf(step, 'topic')
  if (textOf(step, 'format') === 'layout') return layout(world, topic)
  const number = numberOf(step, 'partition') ?? 0
  if (topic === '*') return Object.fromEntries(world.view.topics.map((name): [string, Json] => [name, described(world, step, { topic: name, number })]))
  return described(world, step, { topic, number })
}

interface PartitionName {
  readonly topic: string
  readonly number: number
}

function described(world: RunWorld, step: JsonObject, { topic, number }: PartitionName): Json {
  const state = world.view.partition(topic, number)
  if (state === undefined) return null
  const isSorted = property(step, 'sort') === true
  const list = (ids: readonly number[]): Json => (isSorted ? [...ids].sort((left, right) => left - right) : [...ids])
  return {
    leader: state.leader < 0 ? null : state.leader,
    replicas: [...state.replicas],
    isr: list(state.isr),
    elr: list(state.elr),
    lastKnownElr: list(state.lastKnownElr),
    isrSize: state.isr.length,
    ...(world.labels.has('fault') ? { sinceFaultMs: world.msSince('fault') } : {}),
  }
}

/** `p0 leader=1 replicas=[1, 2] isr=[1, 2]; p1 …`; recorders sorted the ISR. */
function layout(world: RunWorld, topic: string): string {
  const parts: string[] = []
  for (let partition = 0; partition < world.view.partitionCount(topic); partition++) {
    const state: PartitionView | undefined = world.view.partition(topic, partition)
    if (state !== undefined) parts.push(`p${String(partition)} leader=${String(state.leader)} replicas=[${state.replicas.join(', ')}] isr=[${[...state.isr].sort((left, right) => left - right).join(', ')}];`)
  }
  return parts.join(' ')
}
