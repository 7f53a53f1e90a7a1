import type { Settings } from './component-type.ts'
import type { PropertyPosition } from './read-properties.ts'
import type { SelectorConfiguration } from './selectors.ts'

/** A component that survived loading. */
export interface LoadedComponent {
  readonly name: string
  /** The type as written: an alias or a class name. */
  readonly type: string
  /** Full name of the Java class. */
  readonly className: string
  /** Fields of the configured object, defaults included. */
  readonly settings: Settings
  /** The properties as written (after substitution and filters), names without the component's prefix. */
  readonly properties: ReadonlyMap<string, string>
  /** Where each property stands. */
  readonly positions: ReadonlyMap<string, PropertyPosition>
  /** Place of the property `type`. */
  readonly position?: PropertyPosition
}

/** A channel that survived loading. */
export interface LoadedChannel extends LoadedComponent {
  /** For channels that have a limit per transaction: that limit, in events. */
  readonly transactionCapacity?: number
}

/** An interceptor of a source. */
export interface LoadedInterceptor {
  readonly name: string
  readonly type: string
  /** Full name of the Java class (not of its builder). */
  readonly className: string
  readonly properties: ReadonlyMap<string, string>
  readonly position?: PropertyPosition
}

/** A source that survived loading. */
export interface LoadedSource extends LoadedComponent {
  readonly runner: 'EventDrivenSourceRunner' | 'PollableSourceRunner'
  /** Batch size that the load compares with the channels, for sources that have one. */
  readonly batchSize?: number
  /** Its channels, in the order in which events are written to them. */
  readonly channels: readonly string[]
  readonly selector: SelectorConfiguration
  /** In the order in which they run. */
  readonly interceptors: readonly LoadedInterceptor[]
}

/** A sink that survived loading. */
export interface LoadedSink extends LoadedComponent {
  /** Batch size that the load compares with the channel, for sinks that have one. */
  readonly batchSize?: number
  readonly channel: string
}

/** How a sink group chooses among its sinks. */
export type LoadedProcessor =
  | { readonly className: 'org.apache.flume.sink.DefaultSinkProcessor' }
  | {
      readonly className: 'org.apache.flume.sink.FailoverSinkProcessor'
      /** Sink and priority, lowest priority first; a sink that repeats a priority is missing. */
      readonly livePriorities: readonly (readonly [sink: string, priority: number])[]
      readonly active: string
      readonly maxPenaltyMs: number
    }
  | {
      readonly className: 'org.apache.flume.sink.LoadBalancingSinkProcessor'
      readonly selector: 'RoundRobinSinkSelector' | 'RandomOrderSinkSelector'
      readonly backoff: boolean
      readonly maxTimeOutMs: number
    }

/** A sink group that survived loading. */
export interface LoadedGroup {
  readonly name: string
  /** In the order of the Java set. */
  readonly sinks: readonly string[]
  readonly processor: LoadedProcessor
  readonly position?: PropertyPosition
}
