import type { Process } from '../../../../../engine/sim/process.ts'
import { numberOf, textOf, type Json } from '../../../../json.ts'
import { NotReplayable } from '../../../replayer.ts'
import { freeShare } from '../free-phase.ts'
import type { ReceivedRecord } from '../replay-consumer.ts'
import type { MemberEvent, ReplayMember } from '../replay-member.ts'
import type { RunWorld } from '../run-world.ts'
import type { Verb } from '../verb.ts'

/** A thread of a JVM that runs is there soon, and its first poll does not take long; in virtual microseconds. */
const threadMicros = { least: 3000, most: 50_000 } as const
const warmMicros = { least: 10_000, most: 280_000 } as const
/** A JVM of its own takes its time to its first line, and again to its first poll: it loads classes. */
const jvmMicros = { least: 450_000, most: 3_500_000 } as const
const coldMicros = { least: 500_000, most: 2_500_000 } as const
/** Until a while after its first partitions what it gets and sends goes through code that has never run: as if the link were slower. */
const coldFactor = 20
const coldAfterAssignmentMicros = 1_000_000
/** How often it is looked whether it has its first partitions. */
const coldLookMicros = 100_000

/** `start-client`: starts a member. */
export const startClient: Verb = (world, step) => {
  const id = textOf(step, 'client')
  const member = memberOf(world, id)
  const { simulation } = world.clock
  world.members.set(id, member)
  if (hasOwnJvm(world, id)) {
    const share = freeShare(simulation.seed, 'load') ** 2
    const between = ({ least, most }: Range): number => Math.floor(least + share * (most - least))
    world.driverEvents.push({ micros: world.clock.nowMicros, event: 'GO', text: id })
    member.start(between(jvmMicros), between(coldMicros))
    runCold(world, member, world.client(id).process)
    return undefined
  }
  const random = simulation.random('replay/starts')
  // Mostly quick.
  const between = ({ least, most }: Range): number => Math.floor(least + random.nextBetween(0, 1) ** 2 * (most - least))
  member.start(between(threadMicros), between(warmMicros))
  return undefined
}

interface Range {
  readonly least: number
  readonly most: number
}

/**
 * Members that are killed have a JVM of their own. Of the others in such a run the facts do not tell: some recorders gave one
 * to every member, others ran the rest as threads.
 */
function hasOwnJvm({ ownJvms, clock }: RunWorld, id: string): boolean {
  return ownJvms.has(id) || (ownJvms.size > 0 && clock.simulation.seed % 2 === 0)
}

function runCold(world: RunWorld, member: ReplayMember, process: Process): void {
  const links = world.view.nodes.map((node) => world.lane.network.link(process.host, world.view.process(node).host))
  for (const link of links) link.slow(coldFactor)
  const look = (): void => {
    if (member.firstAssignedMicros === undefined) process.after(coldLookMicros, look)
    else process.after(coldAfterAssignmentMicros, () => { for (const link of links) link.slow(1) })
  }
  look()
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
  const events = allEvents(world)
  return {
    sent,
    processedDistinct: distinct.size,
    neverProcessed: sent - distinct.size,
    processedTwice: processed.length - distinct.size,
    perMember: Object.fromEntries(members.map(([id, member]): [string, Json] => [id, member.processed.length])),
    'longestGapPerPartition[ms,startMs]': gaps(processed, ms),
    callbacksPerMember: Object.fromEntries(members.map(([member]): [string, Json] => [member, events.filter(({ id, event }) => id === member && callbacks.has(event)).map(({ event, text }) => `${event} ${text}`)])),
    'events[ms,member,event,partitions or text(,times)]': events.map(({ micros, id, event, text, times }): Json => [ms(micros), id, event, text, ...(times > 1 ? [times] : [])]),
  }
}

const callbacks = new Set(['ASSIGNED', 'REVOKED', 'LOST', 'COMMITERR', 'POLLERR'])

interface ToldEvent extends MemberEvent {
  readonly id: string
  /** How often it was told in a row. */
  times: number
}

/** What the driver and the members told, in order; the same again and again is told once, with the number of times. */
function allEvents(world: RunWorld): readonly ToldEvent[] {
  const events = [
    ...world.driverEvents.map((entry) => ({ ...entry, id: 'driver', times: 1 })),
    ...[...world.members].flatMap(([id, member]) => member.events.map((entry) => ({ ...entry, id, times: 1 }))),
  ].sort((left, right) => left.micros - right.micros)
  const told: ToldEvent[] = []
  for (const event of events) {
    const last = told[told.length - 1]
    if (last?.id === event.id && last.event === event.event && last.text === event.text) last.times++
    else told.push(event)
  }
  return told
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
