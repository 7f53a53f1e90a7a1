import type { Channel } from '../../../engine/flume/channels/channel.ts'
import type { FlumeAgent } from '../../../engine/flume/agent/flume-agent.ts'
import type { Invariant } from './invariant.ts'

/** No channel holds more than its capacity. */
export function boundedChannels(): Invariant {
  return {
    name: 'a channel holds no more than its capacity',
    check: ({ agents }) => {
      for (const agent of agents) {
        for (const [name, { size }] of agent.channels) {
          const capacity = capacityOf(agent, name)
          if (size > capacity) throw new Error(`${agent.process.name}/${name} holds ${size} events, and its capacity is ${capacity}`)
        }
      }
    },
  }
}

function capacityOf(agent: FlumeAgent, name: Channel['name']): number {
  const properties = agent.loaded.channels.find((channel) => channel.name === name)?.properties
  const numberOf = (key: string): number => Number(properties?.get(key) ?? Number.NaN)
  const spillable = numberOf('memoryCapacity') + numberOf('overflowCapacity')
  return Number.isNaN(spillable) ? numberOf('capacity') : spillable
}
