import { FlumeAgent } from '../../../../engine/flume/agent/flume-agent.ts'
import { Context } from '../../../../engine/flume/conf/context.ts'
import { buildInterceptors, coreInterceptors } from '../../../../engine/flume/conf/interceptors.ts'
import { JavaException } from '../../../../engine/flume/conf/java/java-exception.ts'
import type { LoadedInterceptor } from '../../../../engine/flume/conf/loaded.ts'
import { LoadLog } from '../../../../engine/flume/conf/log.ts'
import { bodyOf, eachEvent, headersOf, NULL_HEADER_VALUE, type EventRun } from '../../../../engine/flume/event/event-run.ts'
import { buildInterceptor, interceptorGap } from '../../../../engine/flume/interceptors/build-interceptor.ts'
import type { Interceptor } from '../../../../engine/flume/interceptors/interceptor.ts'
import { isObject, listOf, plainText, property, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import { Machine } from '../run/machine.ts'

/** An agent for interceptors to be in. */
const conf = 'a1.sources = r1\na1.channels = c1\na1.sources.r1.type = seq\na1.sources.r1.totalEvents = 0\na1.sources.r1.channels = c1\na1.channels.c1.type = memory\n'

/**
 * Sends events through the interceptors that a source's context names; the recorder had no file between, so texts are as they
 * are, and no module beside flume-ng-core on its class path.
 */
export function interceptorChain(_fixed: Json | undefined, input: Json): Json {
  const machine = new Machine(1)
  const context = new Context()
  const given = property(input, 'conf')
  for (const [name, value] of Object.entries(isObject(given) ? given : {})) context.put(name, plainText(value))
  let loaded: readonly LoadedInterceptor[]
  try {
    loaded = buildInterceptors(context, new LoadLog(), coreInterceptors)
  } catch (error) {
    return { exceptionAtConfigure: thrownOf(error) }
  }
  const agent = new FlumeAgent({ lane: machine.flume, host: machine.host, name: 'a1', conf })
  const chain = loaded.map((interceptor) => built(agent, interceptor))
  let events: readonly EventRun[] = listOf(input, 'events').map((event) => eventOf(machine, event))
  try {
    for (const interceptor of chain) events = interceptor.intercept(events)
  } catch (error) {
    return { exceptionAtRun: thrownOf(error), events: [] }
  }
  return { events: [...eachEvent(events)].map((event) => shown(machine, event)) }
}

function built(agent: FlumeAgent, loaded: LoadedInterceptor): Interceptor {
  const gap = interceptorGap(loaded)
  if (gap !== undefined) throw new NotReplayable(gap.problem)
  const interceptor = buildInterceptor({ agent: agent.context, source: 'r1', loaded })
  if (interceptor === undefined) throw new NotReplayable(`${loaded.className} is not simulated`)
  return interceptor
}

function thrownOf(error: unknown): Json {
  if (!(error instanceof JavaException)) throw error
  return error.chain()
}

function eventOf(machine: Machine, event: Json): EventRun {
  const headers = property(event, 'headers')
  const pairs = Object.entries(isObject(headers) ? headers : {}).map(([key, value]): [string, string] => [key, plainText(value)])
  return { ...machine.records([textOf(event, 'body')], 'test', []), headers: new Map(pairs) }
}

function shown({ lane }: Machine, event: EventRun): Json {
  const headers = [...headersOf(lane.streams, event)].map(([name, value]): [string, Json] => [name, value === NULL_HEADER_VALUE ? null : value])
  return { headers: Object.fromEntries(headers), body: bodyOf(lane.streams, event) }
}
