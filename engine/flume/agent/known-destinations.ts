import type { AgentContext } from './agent-context.ts'

/**
 * Destinations that a component leads to by the configuration of now, and those it led to by all before it in this run:
 * what it holds, or would still read, is owed to both until somebody finds that the way is gone.
 */
export function knownDestinations(context: AgentContext, kind: 'source' | 'channel', name: string): readonly number[] {
  const known = context.lasting(`destinations ${kind} ${name}`, () => new Set<number>())
  const { routes, process } = context
  for (const index of kind === 'source' ? routes.ofSource(process.name, name) : routes.ofChannel(process.name, name)) known.add(index)
  return [...known]
}
