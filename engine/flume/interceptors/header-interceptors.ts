import { uuidText } from './uuid-text.ts'
import { javaRegex } from './java-regex.ts'
import { changeHeaders, type HeaderChange } from './header-change.ts'
import type { Interceptor } from './interceptor.ts'
import { flagOf, type InterceptorContext } from './interceptor-context.ts'

function changing({ agent }: InterceptorContext, change: HeaderChange): Interceptor {
  return { intercept: (runs) => changeHeaders(agent.lane.streams, runs, change) }
}

function setting(name: string, value: () => string, preservesExisting: boolean): HeaderChange {
  return (headers) => (preservesExisting && headers.has(name) ? headers : new Map([...headers, [name, value()]]))
}

/** Sets a header to a value. Source: org.apache.flume.interceptor.StaticInterceptor. */
export function staticInterceptor(context: InterceptorContext): Interceptor {
  const { properties } = context.loaded
  const value = properties.get('value') ?? 'value'
  return changing(context, setting(properties.get('key') ?? 'key', () => value, flagOf(context, 'preserveExisting', true)))
}

/** Sets a header to the agent's time in milliseconds. Source: org.apache.flume.interceptor.TimestampInterceptor. */
export function timestampInterceptor(context: InterceptorContext): Interceptor {
  const name = context.loaded.properties.get('headerName') ?? 'timestamp'
  return changing(context, setting(name, () => String(context.agent.lane.nowMs), flagOf(context, 'preserveExisting', false)))
}

/** Sets a header to the agent's address or host name. Source: org.apache.flume.interceptor.HostInterceptor. */
export function hostInterceptor(context: InterceptorContext): Interceptor {
  const name = context.loaded.properties.get('hostHeader') ?? 'host'
  const hostname = context.agent.host.name.slice(context.agent.host.name.indexOf('/') + 1)
  const value = flagOf(context, 'useIP', true) ? '127.0.0.1' : hostname
  return changing(context, setting(name, () => value, flagOf(context, 'preserveExisting', false)))
}

/** Sets a header to a random UUID, another one for each event. Source: org.apache.flume.sink.solr.morphline.UUIDInterceptor. */
export function uuidInterceptor(context: InterceptorContext): Interceptor {
  const { agent, source, loaded } = context
  const name = loaded.properties.get('headerName') ?? 'id'
  const prefix = loaded.properties.get('prefix') ?? ''
  const random = agent.lane.simulation.random(`${agent.id(source)} ${loaded.name} UUID`)
  const change = setting(name, () => prefix + uuidText(random), flagOf(context, 'preserveExisting', true))
  return { intercept: (runs) => changeHeaders(agent.lane.streams, runs, change, true) }
}

/** Takes headers away by name, list or pattern. Source: org.apache.flume.interceptor.RemoveHeaderInterceptor. */
export function removeHeaderInterceptor(context: InterceptorContext): Interceptor {
  const { properties } = context.loaded
  const separator = javaRegex(properties.get('fromListSeparator') ?? '\\s*,\\s*') ?? /,/
  const list = new Set(properties.get('fromList')?.split(separator) ?? [])
  const withName = properties.get('withName')
  const matching = properties.get('matching')
  const pattern = matching === undefined ? undefined : javaRegex(`^(?:${matching})$`)
  const isRemoved = (name: string): boolean => name === withName || list.has(name) || (pattern !== undefined && name.search(pattern) === 0)
  return changing(context, (headers) => {
    const kept = [...headers].filter(([name]) => !isRemoved(name))
    return kept.length === headers.size ? headers : new Map(kept)
  })
}
