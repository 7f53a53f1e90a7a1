import { isList, numberOf, textOf, type Json, type JsonObject } from '../../../../json.ts'
import { NotReplayable } from '../../../replayer.ts'
import { specOf, timestampOf } from '../record-spec.ts'
import type { ReplayClient } from '../replay-client.ts'
import type { RunWorld } from '../run-world.ts'
import { isAcked, type SentRecord } from '../send-log.ts'
import { sendRecord } from '../send-record.ts'
import type { Verb } from '../verb.ts'

/** The longest a sender waited for one ack, in microseconds. */
const ackTimeoutMicros = 300_000_000

/** One step's records. */
interface Burst {
  readonly client: ReplayClient
  readonly step: JsonObject
  readonly first: number
  readonly count: number
}

/** How a burst went, as far as it shows before its records settle. */
interface Sending {
  accepted: number
  blockedMs: number
}

/** `send`: a number of records in one of the modes. */
export const send: Verb = (world, step) => {
  const client = world.client(textOf(step, 'client'))
  const count = countOf(step)
  const first = added(client, step, count)
  const burst = { client, step, first, count }
  const name = textOf(step, 'as')
  if (name !== '') world.sends.set(name, { client, first, count })
  const startMicros = world.clock.nowMicros
  const sending = sendBurst(world, burst)
  return () => resultsOf(world, burst, { ...sending, startMicros })
}

function countOf(step: JsonObject): number {
  const values = step['values']
  const keys = step['keys']
  if (isList(values)) return values.length
  if (isList(keys)) return keys.length
  return numberOf(step, 'count') ?? 1
}

function added(client: ReplayClient, step: JsonObject, count: number): number {
  const first = client.records.count
  return client.records.add(count, specOf(step, first))
}

function sendBurst(world: RunWorld, burst: Burst): Sending {
  const mode = textOf(burst.step, 'mode')
  switch (mode) {
    case 'each-acked':
      for (let index = 0; index < burst.count; index++) {
        sendOne(world, burst, index)
        const number = burst.first + index
        world.clock.waitFor(() => burst.client.sendLog.of(number)?.settledMicros !== undefined, ackTimeoutMicros)
      }
      return { accepted: burst.count, blockedMs: 0 }
    case 'flush':
      sendAll(world, burst)
      flush(world, burst.client)
      return { accepted: burst.count, blockedMs: 0 }
    case 'async':
      sendAll(world, burst)
      return { accepted: burst.count, blockedMs: 0 }
    case 'async-then-all':
      sendAll(world, burst)
      world.clock.waitFor(() => isSettled(burst), ackTimeoutMicros)
      return { accepted: burst.count, blockedMs: 0 }
    case 'until-error':
      return sendUntilError(world, burst)
    default:
      throw new NotReplayable(`the mode ${mode} of send is not known`)
  }
}

/** One call of send(); time passes while it blocks. @returns milliseconds for which it blocked */
function sendOne(world: RunWorld, { client, step, first }: Burst, index: number): number {
  const startMicros = world.clock.nowMicros
  const timestampMs = timestampOf(world, step, index)
  let hasReturned = false
  sendRecord(world, client, {
    topic: textOf(step, 'topic'),
    number: first + index,
    partition: numberOf(step, 'partition'),
    ...(timestampMs === undefined ? {} : { timestampMs }),
  }, () => { hasReturned = true })
  world.clock.waitFor(() => hasReturned, ackTimeoutMicros)
  return Math.floor((world.clock.nowMicros - startMicros) / 1000)
}

function sendAll(world: RunWorld, burst: Burst): void {
  const periodMs = numberOf(burst.step, 'periodMs') ?? 0
  for (let index = 0; index < burst.count; index++) {
    if (index > 0 && periodMs > 0) world.clock.sleepUntil(world.clock.nowMicros + periodMs * 1000)
    sendOne(world, burst, index)
  }
}

function flush(world: RunWorld, { producer }: ReplayClient): void {
  let isDone = false
  producer?.flush(() => { isDone = true })
  world.clock.waitFor(() => isDone, ackTimeoutMicros)
}

/** So many calls of send() a machine gets through before the producer's own thread has its turn, at most. */
const callsPerTurnMax = 64
/** How long that turn takes. */
const turnMicros = 100

/** Stops at the first send that failed at once or that blocked longer than the limit. How often the other thread has a turn is the machine's. */
function sendUntilError(world: RunWorld, burst: Burst): Sending {
  const limitMs = numberOf(burst.step, 'blockMsLimit') ?? Infinity
  const callsPerTurn = 1 + world.lane.simulation.random('replay/sends').nextInt(callsPerTurnMax)
  let accepted = 0
  for (let index = 0; index < burst.count; index++) {
    if (index > 0 && index % callsPerTurn === 0) world.clock.sleepUntil(world.clock.nowMicros + turnMicros)
    const blockedMs = sendOne(world, burst, index)
    const failed = burst.client.sendLog.of(burst.first + index)?.error !== undefined
    if (failed || blockedMs > limitMs) return { accepted, blockedMs }
    accepted++
  }
  return { accepted, blockedMs: 0 }
}

function recordsOf({ client, first, count }: Burst): readonly SentRecord[] {
  return Array.from({ length: count }, (_, index) => client.sendLog.of(first + index)).filter((record) => record !== undefined)
}

function isSettled(burst: Burst): boolean {
  return recordsOf(burst).every(({ settledMicros }) => settledMicros !== undefined)
}

function resultsOf(world: RunWorld, burst: Burst, { accepted, blockedMs, startMicros }: Sending & { readonly startMicros: number }): Json {
  const records = recordsOf(burst)
  const first = records[0]
  const counts: Record<string, number> = {}
  for (const record of records) {
    const text = outcomeText(record)
    counts[text] = (counts[text] ?? 0) + 1
  }
  const fault = world.labels.get('fault')
  const error = records.find((record) => record.error !== undefined)?.error
  return {
    acked: records.filter(isAcked).length,
    ...(first === undefined ? {} : { result: outcomeText(first) }),
    resultCounts: counts,
    ...(fault === undefined || first?.settledMicros === undefined ? {} : { msSinceFault: Math.floor((first.settledMicros - fault) / 1000) }),
    accepted,
    blockedMs,
    error: error ?? null,
    ...(first?.settledMicros === undefined ? {} : { firstLatencyMs: Math.floor((first.settledMicros - startMicros) / 1000) }),
  }
}

function outcomeText(record: SentRecord): string {
  if (record.settledMicros === undefined) return 'pending'
  return record.error ?? 'ack'
}
