import type { Destination } from '../../ledger/lane-ledger.ts'
import type { AgentContext } from '../agent/agent-context.ts'
import type { Channel } from '../channels/channel.ts'
import type { LoadedSink } from '../conf/loaded.ts'
import type { EventRun } from '../event/event-run.ts'

/** What a sink is built from. */
export interface SinkContext {
  readonly agent: AgentContext
  readonly loaded: LoadedSink
  readonly channel: Channel
}

/** The destination of what a channel's last sinks deliver. */
export function destinationOf({ agent, channel }: SinkContext): Destination | undefined {
  const [index] = agent.routes.ofChannel(agent.process.name, channel.name)
  return index === undefined ? undefined : agent.lane.ledger.destinations[index]
}

/** Reports events as delivered by a sink at the end of the way. */
export function deliver(context: SinkContext, runs: readonly EventRun[]): void {
  const destination = destinationOf(context)
  if (destination === undefined) return
  const { agent, loaded } = context
  for (const run of runs) agent.lane.ledger.delivered(destination, run, agent.id(loaded.name))
}
