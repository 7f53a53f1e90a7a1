import { interceptorBuilders } from '../interceptors/build-interceptor.ts'
import { sinkProcessorClasses } from '../processors/build-sink-processor.ts'
import { channelBuilders } from './build-channel.ts'
import { sinkBuilders } from './build-sink.ts'
import { sourceBuilders } from './build-source.ts'

/**
 * Full names of the Java classes that can be run here; what a configuration uses beside them is a gap in coverage.
 * @param own classes that the agent brings with it
 */
export function simulatedClasses(own: Iterable<string> = []): ReadonlySet<string> {
  return new Set([
    ...channelBuilders.keys(),
    ...sourceBuilders.keys(),
    ...sinkBuilders.keys(),
    'org.apache.flume.channel.ReplicatingChannelSelector',
    'org.apache.flume.channel.MultiplexingChannelSelector',
    'org.apache.flume.channel.LoadBalancingChannelSelector',
    ...sinkProcessorClasses,
    ...interceptorBuilders.keys(),
    ...own,
  ])
}
