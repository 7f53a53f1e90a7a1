import { storedOnDisk } from '../channels/file/log.ts'
import type { LoadedAgent } from '../conf/load-conf.ts'
import { fileChannelSettings } from './build-channel.ts'
import type { AgentContext } from './agent-context.ts'
import type { FlumeAgent } from './flume-agent.ts'
import { knownDestinations } from './known-destinations.ts'

/** Channels that are on disk, wholly or in part. */
const keepsLog = /\.(FileChannel|SpillableMemoryChannel)$/

/**
 * Tells the ledger where the components of a configuration can hold events: in memory, and for file channels on disk while
 * nothing has them open. Each place is told once, whatever configurations come after.
 */
export function registerHolders(agent: FlumeAgent, loaded: LoadedAgent): void {
  const { context } = agent
  const { ledger } = context.lane
  for (const { name } of loaded.sources) {
    context.lasting(`holder source ${name}`, () => {
      ledger.addHolder({
        place: context.id(name),
        destinations: () => knownDestinations(context, 'source', name),
        walk: (visit) => {
          agent.walkComponent('source', name, visit)
        },
      })
      return true
    })
  }
  for (const channel of loaded.channels) {
    const { name, className } = channel
    context.lasting(`holder channel ${name} ${className}`, () => {
      ledger.addHolder({
        place: context.id(name),
        destinations: () => knownDestinations(context, 'channel', name),
        walk: (visit) => {
          if (agent.walkComponent('channel', name, visit)) return
          if (keepsLog.test(className)) storedOnDisk(context, fileChannelSettings(context, channel)).walk(visit)
        },
      })
      return true
    })
  }
}

/** Before the ways change: what components hold is still owed to where it was on the way to. */
export function rememberDestinations({ context }: FlumeAgent, loaded: LoadedAgent): void {
  for (const { name } of loaded.sources) knownDestinations(context, 'source', name)
  for (const { name } of loaded.channels) knownDestinations(context, 'channel', name)
}

/**
 * Destinations that a source leads to, or led to in an earlier configuration of this run, and that these channels of it
 * have no way to: an edit took the way out, or the channels are those of a connection from before the edit.
 */
export function waysMissing(context: AgentContext, source: string, channels: readonly string[]): readonly number[] {
  const { routes, process } = context
  const known = context.lasting(`destinations source ${source}`, () => new Set<number>())
  const ways = channels.flatMap((channel) => routes.ofChannel(process.name, channel))
  return [...new Set([...known, ...routes.ofSource(process.name, source)])].filter((destination) => !ways.includes(destination))
}
