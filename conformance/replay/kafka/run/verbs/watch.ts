import { KafkaException } from '../../../../../engine/kafka/protocol/kafka-exception.ts'
import { listOf, numberOf, plainText, property, textOf, type Json, type JsonObject } from '../../../../json.ts'
import { NotReplayable } from '../../../replayer.ts'
import { groupOfMembers, groupOffsets, groupState } from '../calls/group-calls.ts'
import type { RunWorld } from '../run-world.ts'
import { thrownText } from '../send-record.ts'
import type { Verb } from '../verb.ts'

/** What one look at something saw. */
interface Look {
  readonly text: string
  /** The word under which a step may wait for it. */
  readonly word: string
}

type Watcher = (world: RunWorld, step: JsonObject) => Look

/** What can be watched, by its name in `what`. */
const watchers: ReadonlyMap<string, Watcher> = new Map<string, Watcher>([
  ['group-offsets', (world, step) => plain(groupOffsets(world, world.client(textOf(step, 'client')), groupOf(world, step)).some(({ offset }) => offset >= 0) ? 'present' : 'none')],
  ['group-state', (world, step) => plain(groupState(world, world.client(textOf(step, 'client')), groupOf(world, step)))],
  ['partition', (world, step) => plain(partitionText(world, step))],
  ['partition-with-reassignment', partitionWithReassignment],
])

const plain = (text: string): Look => ({ text, word: text })

/** `watch`: looks again and again, and tells each new text with its time since the step began. */
export const watch: Verb = (world, step) => {
  const { clock } = world
  const startMicros = clock.nowMicros
  const endMicros = startMicros + (numberOf(step, 'seconds') ?? 60) * 1_000_000
  const everyMicros = (numberOf(step, 'everyMs') ?? 500) * 1000
  const stop = property(step, 'stop')
  const leastMicros = startMicros + (numberOf(stop, 'minSeconds') ?? 0) * 1_000_000
  const changes: Json[] = []
  let last: string | undefined
  for (;;) {
    const looks = listOf(step, 'what').map((name) => look(world, step, plainText(name)))
    const text = looks.map((each) => each.text).join(' / ')
    if (text !== last) changes.push([Math.floor((clock.nowMicros - startMicros) / 1000), text])
    last = text
    const hasCome = stop !== undefined && looks.some(({ word }) => word === textOf(stop, 'value'))
    if (clock.nowMicros >= endMicros || (hasCome && clock.nowMicros >= leastMicros)) return { changes }
    clock.sleepUntil(clock.nowMicros + everyMicros)
  }
}

/** An exception is what was seen, too. */
function look(world: RunWorld, step: JsonObject, name: string): Look {
  const watcher = watchers.get(name)
  if (watcher === undefined) throw new NotReplayable(`watching ${name} is not replayed yet`)
  try {
    return watcher(world, step)
  } catch (error) {
    if (error instanceof KafkaException) return plain(thrownText(error))
    throw error
  }
}

function groupOf(world: RunWorld, step: JsonObject): string {
  return groupOfMembers(world.setup, textOf(step, 'group'))
}

function partitionText(world: RunWorld, step: JsonObject): string {
  const state = world.view.partition(textOf(step, 'topic') || (world.view.topics[0] ?? ''), numberOf(step, 'partition') ?? 0)
  if (state === undefined) return 'none'
  const isr = [...state.isr].sort((left, right) => left - right)
  return `leader=${String(state.leader)} replicas=[${state.replicas.join(', ')}] isr=[${isr.join(', ')}]`
}

/** Replicas that come and go are named only while they do. */
function partitionWithReassignment(world: RunWorld, step: JsonObject): Look {
  const state = world.view.partition(textOf(step, 'topic') || (world.view.topics[0] ?? ''), numberOf(step, 'partition') ?? 0)
  const [adding, removing] = [state?.addingReplicas ?? [], state?.removingReplicas ?? []]
  const isMoving = adding.length + removing.length > 0
  const moves = isMoving ? ` adding=[${adding.join(', ')}] removing=[${removing.join(', ')}]` : ''
  return { text: partitionText(world, step) + moves, word: isMoving ? 'reassignment' : 'no-reassignment' }
}
