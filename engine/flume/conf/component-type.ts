import type { Context } from './context.ts'
import type { JavaException } from './java/java-exception.ts'

/** Kinds of component that a configuration lists by name. */
export type ComponentKind = 'channel' | 'source' | 'sink'

/** Value of a field of a configured object. 64-bit integers beyond 2^53 are rounded to a double. */
export type SettingValue = string | number | boolean

/** Fields of the configured object, by the field's name in the Java class; fields that are null are left out. */
export type Settings = Readonly<Record<string, SettingValue>>

/** What a component has in hand while it configures itself. */
export interface ComponentSetup {
  readonly name: string
  readonly context: Context
  /** `user.home` of the agent's process. */
  readonly homeDirectory: string
  /** Logs at WARN, maybe with an exception; `property` names the property that is to blame. */
  readonly warn: (logger: string, message: string, property?: string, thrown?: JavaException) => void
  /** Logs at ERROR with an exception. */
  readonly error: (logger: string, message: string, thrown?: JavaException, property?: string) => void
}

/** What configuring a component gives. */
export interface Configured {
  readonly settings: Settings
  /** Of a source or sink that implements BatchSizeSupported: what `getBatchSize()` returns. */
  readonly batchSize?: number
  /** Of a channel that implements TransactionCapacitySupported: what `getTransactionCapacity()` returns. */
  readonly transactionCapacity?: number
}

/** A component class of Flume 1.11: how it is named and how it configures itself. */
export interface ComponentType {
  readonly kind: ComponentKind
  readonly className: string
  /** Constant of SourceType, SinkType or ChannelType, in capitals; without one only the class name is accepted. */
  readonly alias?: string
  /** Of a source: the runner that drives it. */
  readonly runner?: 'EventDrivenSourceRunner' | 'PollableSourceRunner'
  /** Keys it reads; one that ends in `.` stands for all that begin with it. */
  readonly keys: readonly string[]
  /** @throws JavaException as the real `configure(Context)`; the component is then removed. */
  readonly configure: (setup: ComponentSetup) => Configured
}
