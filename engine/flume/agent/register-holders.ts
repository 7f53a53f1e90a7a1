import { storedOnDisk } from '../channels/file/log.ts'
import type { LoadedAgent } from '../conf/load-conf.ts'
import { fileChannelSettings } from './build-channel.ts'
import type { FlumeAgent } from './flume-agent.ts'

/**
 * Tells the ledger where the components of a configuration can hold events: in memory, and for file channels on disk while
 * the agent is down. Each place is told once, whatever configurations come after.
 */
export function registerHolders(agent: FlumeAgent, loaded: LoadedAgent): void {
  const { context } = agent
  const { ledger } = context.lane
  for (const { name } of loaded.sources) {
    context.lasting(`holder source ${name}`, () => {
      ledger.addHolder({
        place: context.id(name),
        destinations: () => agent.destinationsOf(name),
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
        destinations: () => context.routes.ofChannel(context.process.name, name),
        walk: (visit) => {
          if (agent.isUp) agent.walkComponent('channel', name, visit)
          else if (className.endsWith('.FileChannel')) storedOnDisk(context, fileChannelSettings(context, channel)).walk(visit)
        },
      })
      return true
    })
  }
}
