import type { RecordStreams } from '../../ledger/record-stream.ts'
import type { Channel } from '../channels/channel.ts'
import type { SelectorConfiguration } from '../conf/selectors.ts'
import { eachEvent, headersOf, type EventRun } from '../event/event-run.ts'

/** Channels that events go to. Null stands for an optional channel that does not exist: writing to it fails. */
export interface Selection {
  readonly required: readonly Channel[]
  readonly optional: readonly (Channel | null)[]
}

/** Runs of a batch with the channels that they go to. */
export type Selected = readonly (readonly [run: EventRun, selection: Selection])[]

/** Decides for the events of a batch to which channels they go. */
export type ChannelSelector = (runs: readonly EventRun[]) => Selected

/** Builds the selector of a source from its configuration. Source: org.apache.flume.channel.*ChannelSelector. */
export function channelSelector(
  configuration: SelectorConfiguration,
  channelOf: (name: string) => Channel,
  streams: RecordStreams,
): ChannelSelector {
  switch (configuration.className) {
    case 'org.apache.flume.channel.ReplicatingChannelSelector': {
      const selection: Selection = {
        required: configuration.required.map(channelOf),
        optional: configuration.optional.map((name) => (name === null ? null : channelOf(name))),
      }
      return (runs) => runs.map((run) => [run, selection] as const)
    }
    case 'org.apache.flume.channel.MultiplexingChannelSelector':
      return multiplexing(configuration, channelOf, streams)
    case 'org.apache.flume.channel.LoadBalancingChannelSelector': {
      const channels = configuration.channels.map(channelOf)
      let next = 0
      return (runs) =>
        [...eachEvent(runs)].map((event) => {
          const channel = channels[next++ % channels.length]
          return [event, { required: channel === undefined ? [] : [channel], optional: [] }] as const
        })
    }
  }
}

type Multiplexing = Extract<SelectorConfiguration, { className: 'org.apache.flume.channel.MultiplexingChannelSelector' }>

function multiplexing(configuration: Multiplexing, channelOf: (name: string) => Channel, streams: RecordStreams): ChannelSelector {
  const selections = new Map<string, Selection>()
  const selectionOf = (value: string): Selection => {
    let selection = selections.get(value)
    if (selection === undefined) {
      const required = configuration.mapping.get(value) ?? configuration.default
      selection = { required: required.map(channelOf), optional: (configuration.optional.get(value) ?? []).map(channelOf) }
      selections.set(value, selection)
    }
    return selection
  }
  const valueOf = (run: EventRun): string => headersOf(streams, run).get(configuration.header)?.trim() ?? ''
  return (runs) =>
    runs.flatMap((run) => {
      const events = run.hasRecordHeaders === true ? [...eachEvent([run])] : [run]
      return events.map((event) => [event, selectionOf(valueOf(event))] as const)
    })
}
