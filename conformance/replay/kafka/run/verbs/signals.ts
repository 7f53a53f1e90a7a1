import type { Process } from '../../../../../engine/sim/process.ts'
import { listOf, numberOf, plainText, textOf, type JsonObject } from '../../../../json.ts'
import { NotReplayable } from '../../../replayer.ts'
import { freeShare } from '../free-phase.ts'
import type { RunWorld } from '../run-world.ts'
import type { Verb } from '../verb.ts'

/** From a recorder's decision to the signal's arrival at a node: it runs `kill`, in virtual microseconds. Clients are children of its own. */
const signalMicros = { least: 4000, most: 12_000 } as const

/** `signal`: to nodes or clients, in their order. */
export const signal: Verb = (world, step) => {
  world.rememberLeaders()
  const { clock } = world
  const name = textOf(step, 'signal')
  for (const id of listOf(step, 'clients')) world.driverEvents.push({ micros: clock.nowMicros, event: name === 'KILL' ? 'KILL9' : name, text: plainText(id) })
  if (listOf(step, 'nodes').length > 0) clock.sleepUntil(clock.nowMicros + Math.floor(signalMicros.least + freeShare(clock.simulation.seed, 'signal') * (signalMicros.most - signalMicros.least)))
  for (const process of processesOf(world, step)) deliver(process, name)
  return undefined
}

/** `start`: boots stopped nodes again. */
export const start: Verb = (world, step) => {
  for (const process of processesOf(world, step)) process.start('started again')
  return undefined
}

/** `add-node`: formats and starts new nodes. */
export const addNode: Verb = (world, step) => {
  for (const node of listOf(step, 'nodes')) world.view.addNode(numberOf(node, 'id') ?? 0, listOf(node, 'roles').map(plainText))
  return undefined
}

function processesOf(world: RunWorld, step: JsonObject): readonly Process[] {
  return [
    ...listOf(step, 'nodes').map((node) => world.view.process(world.node(node))),
    ...listOf(step, 'clients').map((id) => world.client(plainText(id)).process),
  ]
}

function deliver(process: Process, name: string): void {
  switch (name) {
    case 'KILL':
      process.kill()
      break
    case 'TERM':
      process.terminate()
      break
    case 'STOP':
      process.pause()
      break
    case 'CONT':
      process.resume()
      break
    default:
      throw new NotReplayable(`the signal ${name} is not known`)
  }
}
