import type { EventRun } from '../../../../engine/flume/event/event-run.ts'
import { partOf } from '../../../../engine/flume/event/event-run.ts'
import { sleep, type Flow } from '../../../../engine/flume/thread/java-thread.ts'
import { DatagramSender } from '../../../../engine/flume/world/datagram-sender.ts'
import { HttpClient } from '../../../../engine/flume/world/http-client.ts'
import { numberOf, property, textOf, type Json, type JsonObject } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import type { FlumeRun } from './flume-run.ts'
import { readLines } from './line-list.ts'
import { RpcCaller } from './rpc-caller.ts'
import type { Verb } from './script.ts'
import { TextConnection } from './text-connection.ts'

/** A connection that is refused is tried again for so long. */
const openSeconds = 20
/** A reply line is waited for so long. */
const replySeconds = 30

/** Verbs of TCP, UDP, HTTP and RPC clients. */
export const clientVerbs: Readonly<Record<string, Verb>> = {
  connect: (run, step) => {
    const connection = connectionOf(run, step)
    run.foreground('connect', function* () {
      yield* connection.open(openSeconds)
    })
  },
  send,
  rpc,
  datagrams,
  post,
}

function connectionOf(run: FlumeRun, step: Json): TextConnection {
  const name = textOf(step, 'connection')
  let connection = run.connections.get(name)
  if (connection?.isOpen !== true) {
    connection = new TextConnection(run.machine, numberOf(step, 'port') ?? 0)
    run.connections.set(name, connection)
  }
  return connection
}

interface Replies {
  readonly texts: string[]
  readonly milliseconds: number[]
}

function send(run: FlumeRun, step: Json): void {
  const connection = connectionOf(run, step)
  const lines = readLines(property(step, 'lines'))
  const records = run.records(lines, numberOf(step, 'port') ?? 0)
  const replies: Replies = { texts: [], milliseconds: [] }
  run.foreground('send', function* () {
    if (!connection.isOpen) yield* connection.open(openSeconds)
    yield* sendLines(run, step, connection, records, replies)
    if (property(step, 'close') === true) connection.close()
  })
  answerReplies(run, step, replies)
}

function* sendLines(run: FlumeRun, step: Json, connection: TextConnection, records: EventRun, replies: Replies): Flow<void> {
  const mode = textOf(step, 'replies')
  if (mode === 'afterEach') {
    for (let index = 0; index < records.count; index++) {
      const started = run.machine.nowMicros
      connection.write(partOf(records, index, 1))
      yield* readReplies(connection, 1, replySeconds, replies)
      replies.milliseconds.push(Math.round((run.machine.nowMicros - started) / 1000))
    }
    return
  }
  connection.write(records)
  if (mode === 'afterAll') yield* readReplies(connection, records.count, replySeconds, replies)
  else if (mode === 'untilCountOrSilence') yield* readReplies(connection, numberOf(step, 'count') ?? 0, numberOf(step, 'silenceSeconds') ?? replySeconds, replies)
  else if (mode === 'oneWithin') {
    const reply = yield* connection.read(numberOf(step, 'seconds') ?? replySeconds)
    replies.texts.push(reply === undefined || reply === 'closed' ? (reply ?? '') : `${reply}\n`)
  } else if (mode !== 'none') throw new NotReplayable(`replies are read '${mode}'`)
}

function* readReplies(connection: TextConnection, count: number, withinSeconds: number, replies: Replies): Flow<void> {
  for (let index = 0; index < count; index++) {
    const reply = yield* connection.read(withinSeconds)
    if (reply === undefined || reply === 'closed') return
    replies.texts.push(reply)
  }
}

function answerReplies({ observed }: FlumeRun, step: Json, { texts, milliseconds }: Replies): void {
  const ok = texts.filter((text) => text === 'OK').length
  const as = textOf(step, 'as')
  if (as !== '') observed.set(as, textOf(step, 'replies') === 'oneWithin' ? (texts[0] ?? '') : texts)
  if (textOf(step, 'countOk') !== '') observed.set(textOf(step, 'countOk'), ok)
  if (textOf(step, 'addOk') !== '') observed.add(textOf(step, 'addOk'), ok)
  if (textOf(step, 'msAs') !== '') observed.set(textOf(step, 'msAs'), milliseconds)
  const byReply = textOf(step, 'countByReply')
  if (byReply === '') return
  const counts: Record<string, number> = {}
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1
  observed.set(byReply, counts)
}

function rpc(run: FlumeRun, step: Json): void {
  const lines = readLines(property(step, 'lines'))
  const records = run.records(lines, numberOf(step, 'port') ?? 0)
  const method = textOf(step, 'method')
  const batch = method === 'append' ? 1 : (numberOf(step, 'batch') ?? lines.length)
  const caller = new RpcCaller(run.machine, numberOf(step, 'port') ?? 0, batch)
  const answers: Json[] = []
  const milliseconds: number[] = []
  run.foreground('rpc', function* (thread) {
    for (let from = 0; from < records.count; from += batch) {
      const part = partOf(records, from, Math.min(batch, records.count - from))
      const started = run.machine.nowMicros
      const result = yield* caller.call(thread, method, part)
      milliseconds.push(Math.round((run.machine.nowMicros - started) / 1000))
      answers.push({ first: lines[from] ?? '', n: part.count, result })
    }
    caller.close()
  })
  const ok = answers.filter((answer) => textOf(answer, 'result') === 'OK').length
  if (textOf(step, 'as') !== '') run.observed.set(textOf(step, 'as'), answers)
  if (textOf(step, 'countOk') !== '') run.observed.set(textOf(step, 'countOk'), ok)
  if (textOf(step, 'msAs') !== '') run.observed.set(textOf(step, 'msAs'), milliseconds)
}

function datagrams(run: FlumeRun, step: Json): void {
  const lines = readLines(property(step, 'lines'))
  const port = numberOf(step, 'port') ?? 0
  const records = run.records(lines, port)
  const { flume, host, lane } = run.machine
  const sender = new DatagramSender({ lane: flume, host, name: `sender-${String(lane.simulation.nowMicros)}`, to: host, port, owedTo: () => run.destinations(port) })
  run.foreground('datagrams', function* () {
    for (let index = 0; index < records.count; index++) {
      sender.send(partOf(records, index, 1))
      yield* sleep(run.machine.client, Math.round((numberOf(step, 'gapSeconds') ?? 0) * 1_000_000))
    }
  })
}

/** One request; the answer is what its status line and error page say. */
function post(run: FlumeRun, step: Json): void {
  const lines = readLines(property(step, 'lines'))
  const port = numberOf(step, 'port') ?? 0
  const { flume, host, nowMicros: started } = run.machine
  const client = new HttpClient({ lane: flume, host, name: `poster-${String(started)}`, to: host, port, owedTo: () => run.destinations(port) })
  let answer: JsonObject | undefined
  client.post(run.records(lines, port), (response) => {
    answer = { events: lines.length, status: response?.status ?? null, message: '' }
  })
  run.waitFor(() => answer !== undefined, 'the request')
  const milliseconds = Math.round((run.machine.nowMicros - started) / 1000)
  const as = textOf(step, 'as')
  if (as !== '') run.observed.set(as, { status: answer?.['status'] ?? null })
  if (textOf(step, 'appendTo') !== '') run.observed.append(textOf(step, 'appendTo'), answer ?? null)
  if (textOf(step, 'msAppendTo') !== '') run.observed.append(textOf(step, 'msAppendTo'), milliseconds)
}
