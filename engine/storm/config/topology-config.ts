import { StormException } from '../storm-exception.ts'
import { stormDefaults, type StormConfigValue } from './storm-defaults.ts'

/** Keys that the engine reads of a topology's configuration. */
type TopologyKey =
  | 'topology.message.timeout.secs' | 'topology.enable.message.timeouts' | 'topology.acker.executors' | 'topology.workers' | 'topology.max.spout.pending'
  | 'topology.disable.loadaware.messaging' | 'topology.executor.receive.buffer.size'

/** What the engine reads of a topology's configuration. Source: org.apache.storm.Config. */
export interface TopologyConfig {
  readonly workers: number
  readonly messageTimeoutSecs: number
  readonly enablesMessageTimeouts: boolean
  /** One a worker when the key is null; 0: no tuple is tracked. */
  readonly ackerExecutors: number
  /** Tracked tuples of a spout task without an answer, at most; 0: any number. */
  readonly maxSpoutPending: number
  readonly isLoadAware: boolean
  /** Tuples in a receive queue from which on spouts wait. */
  readonly receiveBufferSize: number
}

/** @throws StormException IllegalArgumentException for a value that Storm's own checks refuse */
export function readTopologyConfig(given: Readonly<Record<string, StormConfigValue>>): TopologyConfig {
  const workers = integer(given, 'topology.workers', 1)
  return {
    workers,
    messageTimeoutSecs: integer(given, 'topology.message.timeout.secs', 1),
    enablesMessageTimeouts: flag(given, 'topology.enable.message.timeouts'),
    ackerExecutors: valueOf(given, 'topology.acker.executors') === null ? workers : integer(given, 'topology.acker.executors', 0),
    maxSpoutPending: valueOf(given, 'topology.max.spout.pending') === null ? 0 : integer(given, 'topology.max.spout.pending', 1),
    isLoadAware: !flag(given, 'topology.disable.loadaware.messaging'),
    receiveBufferSize: integer(given, 'topology.executor.receive.buffer.size', 1),
  }
}

function valueOf(given: Readonly<Record<string, StormConfigValue>>, key: TopologyKey): StormConfigValue {
  const value = given[key]
  return value === undefined ? stormDefaults[key] : value
}

/** Source: org.apache.storm.validation.ConfigValidation, IntegerValidator and PositiveNumberValidator. */
function integer(given: Readonly<Record<string, StormConfigValue>>, key: TopologyKey, least: 0 | 1): number {
  const value = valueOf(given, key)
  if (typeof value !== 'number' || !Number.isInteger(value)) throw invalidField(key, `must be an Integer within type range.`)
  if (value < least) throw invalidField(key, 'must be a Positive Number')
  return value
}

function flag(given: Readonly<Record<string, StormConfigValue>>, key: TopologyKey): boolean {
  const value = valueOf(given, key)
  if (typeof value !== 'boolean') throw invalidField(key, `must be of type class java.lang.Boolean. Object: ${String(value)}`)
  return value
}

function invalidField(key: string, text: string): StormException {
  return new StormException('org.apache.storm.utils.WrappedInvalidTopologyException', `Field ${key} ${text}`)
}
