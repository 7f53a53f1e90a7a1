import { FlumeAgent } from '../../../../engine/flume/agent/flume-agent.ts'
import { bodyOf, eachEvent, headersOf, NULL_HEADER_VALUE, type EventRun } from '../../../../engine/flume/event/event-run.ts'
import { JavaThread, type Flow } from '../../../../engine/flume/thread/java-thread.ts'
import { DatagramSender } from '../../../../engine/flume/world/datagram-sender.ts'
import { isObject, plainText, property, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import { Machine } from '../run/machine.ts'
import { TextConnection } from '../run/text-connection.ts'
import { httpAnswer } from './http-request.ts'
import { completeLines, shownBody, textOfInput } from './source-input.ts'

const port = 4002
/** Nothing comes later than this after the client wrote: sources of lines do not hold whole ones back longer. */
const silenceSeconds = 4

/** A source on an empty channel. */
export interface Setup {
  readonly machine: Machine
  readonly agent: FlumeAgent
}

/** One source on an empty memory channel, and what one client sends to it. */
export function networkSource(call: Json | undefined, input: Json): Json {
  const send = property(call, 'send')
  const protocol = textOf(send, 'protocol')
  const setup = startSource(call)
  if (protocol === 'http') return httpAnswer(setup, input, takenEvents)
  const sent = textOfInput(plainText(input)) + (textOf(send, 'bytes').includes('+ 0x0a') ? '\n' : '')
  if (protocol === 'udp') return datagram(setup, sent)
  const outputs = textOf(call, 'outputIs')
  const connection = new TextConnection(setup.machine, port)
  const replies = write(setup, connection, completeLines(sent), sent.slice(sent.lastIndexOf('\n') + 1))
  const events = takenEvents(setup, call)
  if (outputs.startsWith('whileOpen')) return { whileOpen: events, afterClose: [] }
  if (!outputs.startsWith('reply')) return events
  return { reply: replies.map((reply) => `${reply}\n`).join(''), connection: connection.isOpen ? 'open' : 'closed by server', eventsAfterClose: events }
}

function startSource(call: Json | undefined): Setup {
  const now = textOf(call, 'now')
  const machine = new Machine(1, now === '' ? {} : { startMs: Date.parse(now) })
  const portKey = textOf(property(call, 'source'), 'type') === 'multiport_syslogtcp' ? 'ports' : 'port'
  const lines = [
    'a1.sources = r1\na1.channels = c1\n',
    ...propertyLines('a1.sources.r1', property(call, 'source')),
    `a1.sources.r1.bind = 127.0.0.1\na1.sources.r1.host = 127.0.0.1\na1.sources.r1.${portKey} = ${String(port)}\na1.sources.r1.channels = c1\n`,
    ...propertyLines('a1.channels.c1', property(call, 'channel')),
  ]
  const agent = new FlumeAgent({ lane: machine.flume, host: machine.host, name: 'a1', conf: lines.join(''), costs: { bootMicros: 0 } })
  const { covered, gaps } = agent.coverage
  if (!covered) throw new NotReplayable(gaps.map(({ message }) => message).join(' '))
  agent.process.start()
  machine.runFor(2)
  return { machine, agent }
}

function propertyLines(prefix: string, properties: Json | undefined): readonly string[] {
  return Object.entries(isObject(properties) ? properties : {}).map(([name, value]) => `${prefix}.${name} = ${fullName(name, plainText(value))}\n`)
}

/** The recorder names handlers by the last part of their class. */
function fullName(property: string, value: string): string {
  return property === 'handler' && !value.includes('.') ? `org.apache.flume.source.http.${value}` : value
}

function write({ machine }: Setup, connection: TextConnection, lines: readonly string[], unfinished: string): readonly string[] {
  const replies: string[] = []
  new JavaThread(machine.client, 'client', function* (): Flow<void> {
    yield* connection.open(1)
    connection.write(machine.records(lines, 'client', []), unfinished)
    for (let reply = yield* connection.read(silenceSeconds); reply !== undefined && reply !== 'closed'; reply = yield* connection.read(silenceSeconds)) replies.push(reply)
  })
  machine.runFor(2 * silenceSeconds)
  return replies
}

function datagram(setup: Setup, text: string): Json {
  const { machine } = setup
  const sender = new DatagramSender({ lane: machine.flume, host: machine.host, name: 'sender', to: machine.host, port, owedTo: () => [] })
  sender.send(machine.records([text], 'client', []))
  machine.runFor(silenceSeconds)
  return takenEvents(setup, undefined)
}

/** The events in the channel, with sorted headers and the recorder's masks. */
function takenEvents({ machine, agent }: Setup, call: Json | undefined): readonly Json[] {
  const runs: EventRun[] = []
  agent.walkComponent('channel', 'c1', (run) => runs.push(run))
  const masked = property(call, 'masked')
  const { streams } = machine.lane
  return [...eachEvent(runs)].map((event) => {
    const headers = [...headersOf(streams, event)].map(([key, value]): [string, Json] => [key, maskOf(masked, key) ?? (value === NULL_HEADER_VALUE ? null : value)])
    return { headers: Object.fromEntries(headers), body: shownBody(bodyOf(streams, event)) }
  })
}

function maskOf(masked: Json | undefined, header: string): Json | undefined {
  return property(masked, `headers.${header}`)
}
