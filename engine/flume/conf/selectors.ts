import type { Context } from './context.ts'
import { JavaException, classNotFound } from './java/java-exception.ts'
import { JavaHashMap } from './java/hash-map.ts'
import { javaSplit, splitWhiteSpace } from './java/java-text.ts'
import { flumeException } from './known-types.ts'
import { isForeignClass } from './registry.ts'

/** A configured channel selector. Channels are in the order in which they are written. */
export type SelectorConfiguration =
  | {
      readonly className: 'org.apache.flume.channel.ReplicatingChannelSelector'
      readonly required: readonly string[]
      /** Null stands for a name that is not a channel of the source: writing to it fails. */
      readonly optional: readonly (string | null)[]
    }
  | {
      readonly className: 'org.apache.flume.channel.MultiplexingChannelSelector'
      readonly header: string
      readonly default: readonly string[]
      readonly mapping: ReadonlyMap<string, readonly string[]>
      readonly optional: ReadonlyMap<string, readonly string[]>
    }
  | {
      readonly className: 'org.apache.flume.channel.LoadBalancingChannelSelector'
      readonly channels: readonly string[]
    }

const CLASSES = {
  REPLICATING: 'org.apache.flume.channel.ReplicatingChannelSelector',
  LOAD_BALANCING: 'org.apache.flume.channel.LoadBalancingChannelSelector',
  MULTIPLEXING: 'org.apache.flume.channel.MultiplexingChannelSelector',
} as const

/**
 * Builds the selector of a source. Source: org.apache.flume.channel.ChannelSelectorFactory.
 * @param channels the source's channels, in the order of the Java list.
 * @param properties those under `selector.`; null for a source built from a configuration class, whose selector stays unconfigured.
 * @throws JavaException FlumeException for an unknown type or channel; the source is then removed.
 */
export function buildSelector(channels: readonly string[], properties: Context | null): SelectorConfiguration {
  const type = properties?.getString('type') ?? ''
  const className =
    type === ''
      ? CLASSES.REPLICATING
      : (Object.entries(CLASSES).find(([alias]) => alias === type.toUpperCase())?.[1] ?? type)
  if (properties === null) return { className: CLASSES.REPLICATING, required: [], optional: [] }
  switch (className) {
    case CLASSES.REPLICATING:
      return replicating(channels, properties)
    case CLASSES.MULTIPLEXING:
      return multiplexing(channels, properties)
    case CLASSES.LOAD_BALANCING:
      return { className, channels }
    default: {
      const message = `Unable to load selector type: ${type}, class: ${className}`
      const cause = isForeignClass(className)
        ? new JavaException(
            'java.lang.ClassCastException',
            `class ${className} cannot be cast to class org.apache.flume.ChannelSelector`,
          )
        : classNotFound(className)
      throw new JavaException('org.apache.flume.FlumeException', message, { cause, property: 'selector.type' })
    }
  }
}

function replicating(channels: readonly string[], properties: Context): SelectorConfiguration {
  const required = [...channels]
  const optional: (string | null)[] = []
  const list = properties.getString('optional', '')
  for (const name of list === '' ? [] : splitWhiteSpace(list)) {
    const channel = channels.includes(name) ? name : null
    const index = channel === null ? -1 : required.indexOf(channel)
    if (index >= 0) required.splice(index, 1)
    if (!optional.includes(channel)) optional.push(channel)
  }
  return { className: CLASSES.REPLICATING, required, optional }
}

function multiplexing(channels: readonly string[], properties: Context): SelectorConfiguration {
  const header = properties.getString('header', 'flume.selector.header')
  const fallback = channelList(properties.getString('default'), channels, 'selector.default')
  const mapping = new JavaHashMap<string[]>()
  for (const [value, list] of properties.getSubProperties('mapping.').entries()) {
    const mapped = channelList(list, channels, `selector.mapping.${value}`)
    if (mapped.length === 0) throw flumeException(`No channel configured for when header value is: ${value}`)
    mapping.set(value, mapped)
  }
  const optional = new JavaHashMap<string[]>()
  for (const [value, list] of properties.getSubProperties('optional.').entries()) {
    const listed = channelList(list, channels, `selector.optional.${value}`)
    for (const required of mapping.get(value) ?? fallback) {
      const index = listed.indexOf(required)
      if (index >= 0) listed.splice(index, 1)
    }
    optional.set(value, listed)
  }
  const className = CLASSES.MULTIPLEXING
  return {
    className,
    header,
    default: fallback,
    mapping: new Map(mapping.entries()),
    optional: new Map(optional.entries()),
  }
}

/** Source: AbstractChannelSelector.getChannelListFromNames: exactly one space separates names. */
function channelList(list: string | null, channels: readonly string[], property: string): string[] {
  if (list === null || list === '') return []
  return javaSplit(list, ' ').map((name) => {
    if (channels.includes(name)) return name
    throw new JavaException('org.apache.flume.FlumeException', `Selector channel not found: ${name}`, { property })
  })
}
