import { FlumeAgent } from '../../../../engine/flume/agent/flume-agent.ts'
import { JavaException } from '../../../../engine/flume/conf/java/java-exception.ts'
import { bodyOf, eachEvent, headersOf, type EventRun } from '../../../../engine/flume/event/event-run.ts'
import { interceptorBuilders } from '../../../../engine/flume/interceptors/build-interceptor.ts'
import { isObject, listOf, plainText, property, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import { Machine } from '../run/machine.ts'

/** Sends events through the interceptors of a source. */
export function interceptorChain(_fixed: Json | undefined, input: Json): Json {
  const machine = new Machine(1)
  const conf = property(input, 'conf')
  const settings = Object.entries(isObject(conf) ? conf : {}).map(([name, value]) => `a1.sources.r1.${name} = ${escaped(plainText(value))}\n`)
  const text = `a1.sources = r1\na1.channels = c1\na1.sources.r1.type = seq\na1.sources.r1.totalEvents = 0\na1.sources.r1.channels = c1\na1.channels.c1.type = memory\n${settings.join('')}`
  const agent = new FlumeAgent({ lane: machine.flume, host: machine.host, name: 'a1', conf: text })
  const [source] = agent.loaded.sources
  if (source === undefined) return { exceptionAtConfigure: thrownOf(agent) }
  const { covered, gaps } = agent.coverage
  if (!covered) throw new NotReplayable(gaps.map(({ message }) => message).join(' '))
  const chain = source.interceptors.flatMap((loaded) => interceptorBuilders.get(loaded.className)?.({ agent: agent.context, source: 'r1', loaded }) ?? [])
  let events: readonly EventRun[] = listOf(input, 'events').map((event) => eventOf(machine, event))
  try {
    for (const interceptor of chain) events = interceptor.intercept(events)
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    return { exceptionAtRun: error.chain(), events: [] }
  }
  return { events: [...eachEvent(events)].map((event) => shown(machine, event)) }
}

/** A value as a properties file holds it. */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** The exceptions that removed the source, or ended the load. */
function thrownOf({ loaded }: FlumeAgent): Json {
  const thrown = loaded.fatal ?? loaded.log.flatMap((entry) => (entry.message.includes('r1') ? [entry.thrown] : [])).at(-1)
  return thrown === undefined ? [] : [...thrown]
}

function eventOf(machine: Machine, event: Json): EventRun {
  const headers = property(event, 'headers')
  const pairs = Object.entries(isObject(headers) ? headers : {}).map(([key, value]): [string, string] => [key, plainText(value)])
  return { ...machine.records([textOf(event, 'body')], 'test', []), headers: new Map(pairs) }
}

function shown({ lane }: Machine, event: EventRun): Json {
  return { headers: Object.fromEntries(headersOf(lane.streams, event)), body: bodyOf(lane.streams, event) }
}
