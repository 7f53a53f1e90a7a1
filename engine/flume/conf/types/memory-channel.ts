import type { ComponentSetup, ComponentType, Configured } from '../component-type.ts'
import { JavaException, illegalState } from '../java/java-exception.ts'

const LOGGER = 'MemoryChannel'
const DEFAULT_CAPACITY = 100
const DEFAULT_KEEP_ALIVE_SECONDS = 3
const DEFAULT_BUFFER_PERCENTAGE = 20
const SLOT_BYTES = 100
const INT_MAX = 2147483647

/** org.apache.flume.channel.MemoryChannel. Numbers that cannot be read fall back to defaults, some with a warning, some without. */
export const memoryChannel: ComponentType = {
  kind: 'channel',
  className: 'org.apache.flume.channel.MemoryChannel',
  alias: 'MEMORY',
  keys: ['capacity', 'transactionCapacity', 'byteCapacityBufferPercentage', 'byteCapacity', 'keep-alive'],
  configure: (setup) => {
    const capacity = positiveOrDefault(
      setup,
      'capacity',
      'Invalid capacity specified, initializing channel to default capacity of',
    )
    const message = 'Invalid transation capacity specified, initializing channel to default capacity of'
    const transactionCapacity = positiveOrDefault(setup, 'transactionCapacity', message)
    if (transactionCapacity > capacity) {
      const key = setup.context.has('transactionCapacity') ? 'transactionCapacity' : 'capacity'
      throw illegalState('Transaction Capacity of Memory Channel cannot be higher than the capacity.', key)
    }
    const byteCapacityBufferPercentage = orDefault(
      () => setup.context.getInteger('byteCapacityBufferPercentage', DEFAULT_BUFFER_PERCENTAGE),
      DEFAULT_BUFFER_PERCENTAGE,
    )
    const keepAlive = orDefault(
      () => setup.context.getInteger('keep-alive', DEFAULT_KEEP_ALIVE_SECONDS),
      DEFAULT_KEEP_ALIVE_SECONDS,
    )
    return configured(setup, { capacity, transactionCapacity, keepAlive, byteCapacityBufferPercentage })
  },
}

/** Fields of the channel that are always there. */
interface MemorySettings {
  readonly capacity: number
  readonly transactionCapacity: number
  readonly keepAlive: number
  readonly byteCapacityBufferPercentage: number
}

function configured({ context }: ComponentSetup, settings: MemorySettings): Configured {
  const { transactionCapacity, byteCapacityBufferPercentage } = settings
  const byteCapacity = orDefault(() => context.getLong('byteCapacity'), null)
  // In Java the default is 80 % of the heap; it is left to the simulated host, so the field is given only when it is configured.
  if (byteCapacity === null) return { transactionCapacity, settings: { ...settings } }
  const slots = Math.trunc((byteCapacity * (1 - byteCapacityBufferPercentage * 0.01)) / SLOT_BYTES)
  return {
    transactionCapacity,
    settings: { ...settings, byteCapacity: slots < 1 ? INT_MAX : Math.min(slots, INT_MAX) },
  }
}

function positiveOrDefault({ context, warn }: ComponentSetup, key: string, message: string): number {
  const value = orDefault(() => context.getInteger(key, DEFAULT_CAPACITY), 0)
  if (value > 0) return value
  warn(LOGGER, `${message} ${String(DEFAULT_CAPACITY)}`, key)
  return DEFAULT_CAPACITY
}

function orDefault<Value>(read: () => Value, fallback: Value): Value {
  try {
    return read()
  } catch (error) {
    if (error instanceof JavaException && error.is('java.lang.NumberFormatException')) return fallback
    throw error
  }
}
