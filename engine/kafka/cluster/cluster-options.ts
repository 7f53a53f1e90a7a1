import type { DiskOptions } from '../../sim/disk.ts'
import { microsPerMilli } from '../../sim/time.ts'

/** What a node does (process.roles). */
export type NodeRole = 'broker' | 'controller'

/** One node: its node.id and roles. */
export interface NodeSpec {
  readonly id: number
  readonly roles: readonly NodeRole[]
  /** Host to run on; one of its own when absent. */
  readonly host?: string
  /** Properties of this node alone. */
  readonly properties?: Readonly<Record<string, string>>
}

/** A topic that exists before the scenario begins. */
export interface TopicSpec {
  readonly name: string
  /** Replicas of each partition, the preferred leader first; chosen by the controller when absent. */
  readonly assignment?: readonly (readonly number[])[]
  readonly partitions?: number
  readonly replicationFactor?: number
  readonly configs?: Readonly<Record<string, string>>
}

/** What a cluster is made from. Times that Kafka leaves open are modelling parameters. */
export interface KafkaClusterOptions {
  /** Brokers 1 … n; 3 when absent. Ignored when `nodes` is given. */
  readonly brokers?: number
  /** Controllers 100, 101, …; 1 when absent; `combined` makes every broker a controller too. */
  readonly controllers?: number | 'combined'
  readonly nodes?: readonly NodeSpec[]
  /** server.properties that all nodes have. */
  readonly properties?: Readonly<Record<string, string>>
  readonly disk?: Partial<DiskOptions>
  readonly timing?: Partial<ClusterTiming>
}

/** Modelling parameters of a node's own work. */
export interface ClusterTiming {
  /** From the start of the process to its registration request: the JVM, classes, reading of the configuration. */
  readonly bootMicros: number
  /** The same for the first start of each node: 0, because an experiment begins with a cluster that runs. */
  readonly firstBootMicros: number
  /** Each start takes up to so much longer than `bootMicros`, by chance. */
  readonly bootJitterMicros: number
  /** From having caught up with the metadata to being ready: opening of logs. */
  readonly startupMicros: number
  /** The same for the first start. */
  readonly firstStartupMicros: number
  /** From SIGTERM to the begin of the shutdown: each one takes a random part of it. */
  readonly shutdownHookMaxMicros: number
  /** From SIGKILL to the closing of the sockets: the kernel's work on the memory of a JVM. */
  readonly teardownMicros: number
  /** The shortest and longest time that a broker takes for a request, waiting for others not counted. */
  readonly requestMinMicros: number
  /** See `requestMinMicros`. */
  readonly requestMaxMicros: number
  /** The part of it that a network thread takes (num.network.threads); the rest is a request handler's (num.io.threads). */
  readonly networkThreadMicros: number
  /** The shortest and longest time from a committed change of the metadata to its effect on a broker's replicas. */
  readonly publishDelayMinMicros: number
  /** See `publishDelayMinMicros`. */
  readonly publishDelayMaxMicros: number
}

/** Defaults, of the order of what Kafka 4.3 needs on two cores. */
export const defaultClusterTiming: ClusterTiming = {
  bootMicros: 2_000 * microsPerMilli,
  firstBootMicros: 0,
  bootJitterMicros: 4_000 * microsPerMilli,
  startupMicros: 1_600 * microsPerMilli,
  firstStartupMicros: 0,
  shutdownHookMaxMicros: 90 * microsPerMilli,
  teardownMicros: 60 * microsPerMilli,
  requestMinMicros: 50,
  requestMaxMicros: 350,
  networkThreadMicros: 20,
  publishDelayMinMicros: 40 * microsPerMilli,
  publishDelayMaxMicros: 70 * microsPerMilli,
}

/** Id of the first separate controller. */
const firstControllerId = 100

/** The nodes that the options describe. */
export function nodesOf(options: KafkaClusterOptions): readonly NodeSpec[] {
  if (options.nodes !== undefined) return options.nodes
  const brokerCount = options.brokers ?? 3
  const isCombined = options.controllers === 'combined'
  const controllerCount = typeof options.controllers === 'number' ? options.controllers : isCombined ? 0 : 1
  const brokers = Array.from({ length: brokerCount }, (_, index): NodeSpec => ({ id: index + 1, roles: isCombined ? ['broker', 'controller'] : ['broker'] }))
  const controllers = Array.from({ length: controllerCount }, (_, index): NodeSpec => ({ id: firstControllerId + index, roles: ['controller'] }))
  return [...brokers, ...controllers]
}
