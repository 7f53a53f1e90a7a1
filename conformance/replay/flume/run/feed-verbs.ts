import { partOf } from '../../../../engine/flume/event/event-run.ts'
import { sleep, type Flow, type JavaThread } from '../../../../engine/flume/thread/java-thread.ts'
import { numberOf, property, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import type { Feed, FlumeRun } from './flume-run.ts'
import { readLines } from './line-list.ts'
import { RpcCaller } from './rpc-caller.ts'
import type { Verb } from './script.ts'
import { TextConnection } from './text-connection.ts'

/** The verb that goes on in the background. */
export const feedVerbs: Readonly<Record<string, Verb>> = {
  feed: (run, step) => {
    const feed: Feed = { isDone: false, acked: new Set() }
    run.feeds.set(textOf(step, 'label'), feed)
    const code = feedCode(textOf(step, 'to'))
    run.background('feed', function* (thread) {
      yield* code(run, step, feed, thread)
      feed.isDone = true
    })
  },
}

type FeedCode = (run: FlumeRun, step: Json, feed: Feed, thread: JavaThread) => Flow<void>

function feedCode(to: string): FeedCode {
  const code = new Map<string, FeedCode>([['append', feedFile], ['moveIn', feedFile], ['send', feedConnection], ['rpc', feedRpc]]).get(to)
  if (code === undefined) throw new NotReplayable(`a feed that does '${to}'`)
  return code
}

function* pause({ machine }: FlumeRun, step: Json): Flow<void> {
  yield* sleep(machine.client, Math.round((numberOf(step, 'pauseSeconds') ?? 0) * 1_000_000))
}

/** A chunk at a time to one file, or each to a file of its own where the name has a place for its number. */
function* feedFile(run: FlumeRun, step: Json): Flow<void> {
  const lines = readLines(property(step, 'lines'))
  const chunk = numberOf(step, 'chunk') ?? lines.length
  let fileNumber = numberOf(step, 'firstFile') ?? 0
  for (let from = 0; from < lines.length; from += chunk) {
    const [name = ''] = readLines({ format: textOf(step, 'file'), from: fileNumber, to: fileNumber })
    run.append(name, lines.slice(from, from + chunk))
    fileNumber++
    yield* pause(run, step)
  }
}

/** A line at a time, with its reply; a line without one is sent again over a new connection when the feed repeats. */
function* feedConnection(run: FlumeRun, step: Json, feed: Feed): Flow<void> {
  const lines = readLines(property(step, 'lines'))
  const records = run.records(lines, numberOf(step, 'port') ?? 0)
  const connection = new TextConnection(run.machine, numberOf(step, 'port') ?? 0)
  const reconnectSeconds = numberOf(step, 'reconnectAfter') ?? 0.2
  const every = numberOf(step, 'pauseEvery') ?? 1
  const repeats = property(step, 'repeatUntilOk') === true
  for (const [index, line] of lines.entries()) {
    for (;;) {
      if (!connection.isOpen) yield* connection.open(stubbornSeconds, reconnectSeconds)
      connection.write(partOf(records, index, 1))
      const reply = yield* connection.read(numberOf(step, 'replyTimeout') ?? 10)
      if (reply === 'OK') feed.acked.add(line)
      if (reply === 'OK' || !repeats) break
      connection.close()
      yield* sleep(run.machine.client, Math.round(reconnectSeconds * 1_000_000))
    }
    if ((index + 1) % every === 0) yield* pause(run, step)
  }
  connection.close()
}

/** A client that repeats until OK tries to connect for as long as it takes. */
const stubbornSeconds = 600

/** A batch at a time; one that fails is given up unless the feed repeats. */
function* feedRpc(run: FlumeRun, step: Json, feed: Feed, thread: JavaThread): Flow<void> {
  const lines = readLines(property(step, 'lines'))
  const records = run.records(lines, numberOf(step, 'port') ?? 0)
  const chunk = numberOf(step, 'chunk') ?? lines.length
  const method = textOf(step, 'method')
  const caller = new RpcCaller(run.machine, numberOf(step, 'port') ?? 0, chunk)
  const repeats = property(step, 'repeatUntilOk') === true
  for (let from = 0; from < lines.length; from += chunk) {
    const part = partOf(records, from, Math.min(chunk, lines.length - from))
    let result = yield* caller.call(thread, method, part)
    while (repeats && result !== 'OK') {
      yield* pause(run, step)
      result = yield* caller.call(thread, method, part)
    }
    if (result === 'OK') for (const line of lines.slice(from, from + chunk)) feed.acked.add(line)
    yield* pause(run, step)
  }
  caller.close()
}
