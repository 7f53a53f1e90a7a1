import type { AgentContext } from '../agent/agent-context.ts'
import type { LoadedInterceptor } from '../conf/loaded.ts'

/** What an interceptor is built from. */
export interface InterceptorContext {
  readonly agent: AgentContext
  /** Name of its source. */
  readonly source: string
  readonly loaded: LoadedInterceptor
}

/** A property as a boolean of Java: true only for `true` in any case. */
export function flagOf({ loaded }: InterceptorContext, name: string, whenAbsent: boolean): boolean {
  const value = loaded.properties.get(name)
  return value === undefined ? whenAbsent : value.trim().toLowerCase() === 'true'
}
