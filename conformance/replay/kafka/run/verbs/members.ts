import { numberOf, textOf, type Json } from '../../../../json.ts'
import { NotReplayable } from '../../../replayer.ts'
import { freeShare } from '../free-phase.ts'
import type { ReceivedRecord } from '../replay-consumer.ts'
import type { ReplayMember } from '../replay-member.ts'
import type { RunWorld } from '../run-world.ts'
import type { Verb } from '../verb.ts'

/** A thread of a JVM that runs is there at once, a JVM of its own takes its time; in virtual microseconds. */
const threadMicros = 10_000
const jvmMicros = { least: 1_000_000, most: 3_500_000 } as const

/** `start-client`: starts a member's process. */
export const startClient: Verb = (world, step) => {
  const id = textOf(step, 'client')
  const member = memberOf(world, id)
  if (world.hasOwnJvms) world.driverEvents.push({ micros: world.clock.nowMicros, event: 'GO', text: id })
  world.members.set(id, member)
  member.start(world.hasOwnJvms ? Math.floor(jvmMicros.least + freeShare(world.clock.simulation.seed, 'load') * (jvmMicros.most - jvmMicros.least)) : threadMicros)
  return undefined
}

function memberOf(world: RunWorld, id: string): ReplayMember {
  const { member } = world.client(id)
  if (member === undefined) throw new NotReplayable(`the client ${id} is no member of a group`)
  return member
}

/** `group-account`: what the members processed of what was sent, and what happened to them; times from `zero` (the first step, or a label). */
export const groupAccount: Verb = (world, step) => {
  const flow = world.client(textOf(step, 'flow'))
  const zero = world.labels.get(textOf(step, 'zero')) ?? world.firstMicros
  const ms = (micros: number): number => Math.floor(micros / 1000) - Math.floor(zero / 1000)
  const members = [...world.members]
  const processed = members.flatMap(([, member]) => member.processed)
  const distinct = new Set(processed.map(({ record }) => record))
  const sent = flow.sendLog.records.length
  return {
    sent,
    processedDistinct: distinct.size,
    neverProcessed: sent - distinct.size,
    processedTwice: processed.length - distinct.size,
    perMember: Object.fromEntries(members.map(([id, member]): [string, Json] => [id, member.processed.length])),
    'longestGapPerPartition[ms,startMs]': gaps(processed, ms),
    callbacksPerMember: Object.fromEntries(members.map(([id, member]): [string, Json] => [id, member.events.filter(({ event }) => callbacks.has(event)).map(({ event, text }) => `${event} ${text}`)])),
    'events[ms,member,event,partitions or text(,times)]': allEvents(world, ms),
  }
}

const callbacks = new Set(['ASSIGNED', 'REVOKED', 'LOST', 'COMMITERR', 'POLLERR'])

function allEvents(world: RunWorld, ms: (micros: number) => number): Json {
  const events = [
    ...world.driverEvents.map((entry) => ({ ...entry, id: 'driver' })),
    ...[...world.members].flatMap(([id, member]) => member.events.map((entry) => ({ ...entry, id }))),
  ]
  return events.sort((left, right) => left.micros - right.micros).map(({ micros, id, event, text }): Json => [ms(micros), id, event, text])
}

/** The longest time in which nothing of a partition was processed, and when it began. */
function gaps(processed: readonly ReceivedRecord[], ms: (micros: number) => number): Json {
  const found: Record<string, Json> = {}
  for (const partition of [...new Set(processed.map((record) => record.partition))].sort((left, right) => left - right)) {
    const times = processed.filter((record) => record.partition === partition).map(({ micros }) => ms(micros)).sort((left, right) => left - right)
    let longest: readonly [number, number] = [0, times[0] ?? 0]
    for (let index = 1; index < times.length; index++) {
      const [before, after] = [times[index - 1] ?? 0, times[index] ?? 0]
      if (after - before > longest[0]) longest = [after - before, before]
    }
    found[String(partition)] = [...longest]
  }
  return found
}

/** `group-events`: starts, first assignments and callbacks of the members until so many seconds after `zero`. */
export const groupEvents: Verb = (world, step) => {
  const zero = world.momentOf(textOf(step, 'zero'))
  const ms = (micros: number): number => Math.floor(micros / 1000) - Math.floor(zero / 1000)
  const untilMs = (numberOf(step, 'until') ?? Infinity) * 1000
  const members = [...world.members]
  const heard = members.flatMap(([id, member]) => member.events.filter(({ event, micros }) => callbacks.has(event) && ms(micros) <= untilMs).map((entry) => ({ ...entry, id })))
  return {
    starts: members.map(([, member]) => ms(member.events.find(({ event }) => event === 'START')?.micros ?? zero)),
    firstAssigned: members.map(([, member]) => ms(member.events.find(({ event }) => event === 'ASSIGNED')?.micros ?? zero)),
    callbacks: heard.sort((left, right) => left.micros - right.micros).map(({ micros, id, event, text }): Json => [ms(micros), id, event, text]),
  }
}
