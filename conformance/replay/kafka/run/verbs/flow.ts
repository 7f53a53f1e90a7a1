import { listOf, numberOf, property, textOf, type JsonObject } from '../../../../json.ts'
import { freeShare } from '../free-phase.ts'
import { sendRecord } from '../send-record.ts'
import type { ReplayClient } from '../replay-client.ts'
import type { RunWorld } from '../run-world.ts'
import { paceOf, type FlowPace } from '../flow-pace.ts'
import { isAcked } from '../send-log.ts'
import type { Verb } from '../verb.ts'

/** A sleeping thread wakes late, mostly by less than a millisecond; mean in microseconds. */
const lateMicrosMean = 300
/** A flow's first record follows its start by up to so much (a thread starts), in microseconds. */
const firstMicrosMax = 20_000

/** `flow`: numbered records, one every period, until it is stopped or its seconds are over. */
export const flow: Verb = (world, step) => {
  const client = world.client(textOf(step, 'client'))
  const pace = paceOf(step)
  const { clock } = world
  const startMicros = clock.nowMicros
  const phase = Math.floor(freeShare(clock.simulation.seed, 'flow') * Math.min(pace.phaseMicrosMax, firstMicrosMax))
  client.records.add(0, { value: (index) => String(index) })
  const seconds = numberOf(step, 'seconds')
  const endMicros = startMicros + (seconds === undefined ? pace.lengthMicros : seconds * 1_000_000)
  runFlow(world, client, { step, pace, firstMicros: startMicros + phase, endMicros })
  if (seconds === undefined) return undefined
  clock.sleepUntil(endMicros)
  return () => flowResults(client, startMicros)
}

/** `stop-flow`: no more records; then closes the producer. */
export const stopFlow: Verb = (world, step) => {
  const client = world.client(textOf(step, 'client'))
  client.stopFlow?.()
  world.flowing.delete(client.id)
  const closeTimeout = numberOf(step, 'closeTimeout')
  const { producer } = client
  if (producer === undefined) return undefined
  let isClosed = false
  producer.close(closeTimeout === undefined ? undefined : closeTimeout * 1000, () => { isClosed = true })
  world.clock.waitFor(() => isClosed, ((closeTimeout ?? 600) + 1) * 1_000_000)
  return { sent: client.sendLog.records.length }
}

interface Flow {
  readonly step: JsonObject
  readonly pace: FlowPace
  readonly firstMicros: number
  readonly endMicros: number
}

/** A send() that blocks holds the next ones up; afterwards the flow catches up with its schedule. */
function runFlow(world: RunWorld, client: ReplayClient, { step, pace, firstMicros, endMicros }: Flow): void {
  let isStopped = false
  let next = 0
  const random = world.clock.simulation.random(`${client.process.name}/sleep`)
  const count = numberOf(step, 'partitions')
  const partitions = count === undefined ? listOf(step, 'partitions').map(Number) : Array.from({ length: count }, (_, index) => index)
  const isRoundRobin = property(step, 'partition') === 'round-robin'
  const tick = (): void => {
    if (isStopped || world.clock.nowMicros >= endMicros) return
    const partition = isRoundRobin ? partitions[next % partitions.length] : numberOf(step, 'partition')
    next++
    const again = (): void => {
      const { nowMicros } = world.clock
      const due = pace.isPaced ? firstMicros + pace.dueMicros(next) + Math.floor(random.nextExponential(lateMicrosMean)) : nowMicros + pace.dueMicros(1)
      client.process.after(Math.max(0, due - nowMicros), tick)
    }
    sendRecord(world, client, { topic: textOf(step, 'topic'), number: client.records.extend(), partition }, again)
  }
  client.stopFlow = () => { isStopped = true }
  world.flowing.add(client.id)
  client.process.after(firstMicros - world.clock.nowMicros, tick)
}

function flowResults(client: ReplayClient, startMicros: number): { readonly [name: string]: number | readonly number[] } {
  const acked = client.sendLog.records.filter(isAcked)
  const perSecond: number[] = []
  for (const { settledMicros } of acked) {
    const second = Math.floor(((settledMicros ?? 0) - startMicros) / 1_000_000)
    while (perSecond.length <= second) perSecond.push(0)
    perSecond[second] = (perSecond[second] ?? 0) + 1
  }
  const sum = (from: number, to: number): number => perSecond.slice(from, to).reduce((total, value) => total + value, 0)
  return {
    sent: client.sendLog.records.length,
    failed: client.sendLog.records.filter(({ error }) => error !== undefined).length,
    acksPerSecond: perSecond,
    acksIn30s: sum(0, 30),
    acksPerSecond10to30: sum(10, 30) / 20,
  }
}
