import type { AgentContext } from '../agent/agent-context.ts'
import type { LoadedProcessor } from '../conf/loaded.ts'
import type { Sink, SinkProcessor } from '../sinks/sink.ts'
import { DefaultSinkProcessor } from './default-sink-processor.ts'
import { FailoverSinkProcessor } from './failover-sink-processor.ts'
import { LoadBalancingSinkProcessor } from './load-balancing-sink-processor.ts'
import type { ProcessorContext } from './processor-context.ts'

/** The sink processor classes that are simulated. */
export const sinkProcessorClasses: readonly LoadedProcessor['className'][] = [
  'org.apache.flume.sink.DefaultSinkProcessor',
  'org.apache.flume.sink.FailoverSinkProcessor',
  'org.apache.flume.sink.LoadBalancingSinkProcessor',
]

/** Builds the processor of a sink runner. @param loaded the group's processor; undefined for a sink of no group */
export function buildSinkProcessor(
  context: AgentContext,
  name: string,
  sinks: readonly Sink[],
  loaded: LoadedProcessor | undefined,
): SinkProcessor | undefined {
  const [first] = sinks
  if (first === undefined) return undefined
  const { lane } = context
  const own: ProcessorContext = {
    nowMs: () => lane.nowMs,
    random: lane.simulation.random(context.id(name)),
    log: (level, line) => {
      context.log(name, level, line)
    },
  }
  switch (loaded?.className) {
    case 'org.apache.flume.sink.FailoverSinkProcessor': {
      const sinkOf = (wanted: string): Sink | undefined => sinks.find((sink) => sink.name === wanted)
      const live = loaded.livePriorities.flatMap(([sink, priority]) => {
        const found = sinkOf(sink)
        return found === undefined ? [] : [[found, priority] as const]
      })
      return new FailoverSinkProcessor(own, { live, maxPenaltyMs: loaded.maxPenaltyMs })
    }
    case 'org.apache.flume.sink.LoadBalancingSinkProcessor': {
      const kind = loaded.selector === 'RandomOrderSinkSelector' ? 'random' : 'round robin'
      return new LoadBalancingSinkProcessor(own, { sinks, kind, backoff: loaded.backoff, maxTimeOutMs: loaded.maxTimeOutMs })
    }
    case 'org.apache.flume.sink.DefaultSinkProcessor':
    case undefined:
      return new DefaultSinkProcessor(first)
  }
}
