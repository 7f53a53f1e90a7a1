import type { ComponentSetup, ComponentType, Configured } from '../component-type.ts'
import { JavaException } from '../java/java-exception.ts'
import { FILE_CHANNEL_KEYS, configureFileChannel } from './file-channel.ts'

const LOGGER = 'SpillableMemoryChannel'
const DEFAULT_MEMORY_CAPACITY = 10000
const DEFAULT_OVERFLOW_CAPACITY = 100000000
const DEFAULT_OVERFLOW_TIMEOUT_SECONDS = 3
const DEFAULT_THRESHOLD_PERCENT = 5
const DEFAULT_BUFFER_PERCENTAGE = 20
const DEFAULT_EVENT_BYTES = 500

/** org.apache.flume.channel.SpillableMemoryChannel: a memory queue over a file channel, whose capacity and keep-alive it sets. */
export const spillableMemoryChannel: ComponentType = {
  kind: 'channel',
  className: 'org.apache.flume.channel.SpillableMemoryChannel',
  alias: 'SPILLABLEMEMORY',
  keys: [
    'memoryCapacity',
    'overflowTimeout',
    'overflowDeactivationThreshold',
    'byteCapacityBufferPercentage',
    'byteCapacity',
    'avgEventSize',
    'overflowCapacity',
    ...FILE_CHANNEL_KEYS,
  ],
  configure: (setup) => {
    const memory = readMemory(setup)
    const overflow = readOverflow(setup, memory.memoryCapacity)
    const { context } = setup
    context.put('keep-alive', '0')
    context.put('capacity', String(overflow.overflowCapacity))
    const file = configureFileChannel(setup)
    const extra = { ...memory, ...overflow, maxMemQueueSize: 0, overflowActivated: false }
    return { ...file, settings: { ...file.settings, ...extra } } satisfies Configured
  },
}

interface MemorySettings {
  readonly memoryCapacity: number
  readonly overflowTimeout: number
  /** A share, not a percentage. */
  readonly overflowDeactivationThreshold: number
  readonly byteCapacityBufferPercentage: number
  readonly avgEventSize: number
}

function readMemory(setup: ComponentSetup): MemorySettings {
  const { name } = setup
  const memoryCapacity = readInteger(setup, 'memoryCapacity', DEFAULT_MEMORY_CAPACITY, {
    minimum: 0,
    message: `Invalid memoryCapacity specified, initializing ${name} channel to default value of ${String(DEFAULT_MEMORY_CAPACITY)}`,
  })
  const overflowTimeout = readInteger(setup, 'overflowTimeout', DEFAULT_OVERFLOW_TIMEOUT_SECONDS, {
    message: `Incorrect value for ${name}'s overflowTimeout setting. Using default value ${String(DEFAULT_OVERFLOW_TIMEOUT_SECONDS)}`,
  })
  const threshold = readInteger(setup, 'overflowDeactivationThreshold', DEFAULT_THRESHOLD_PERCENT, {
    message: `Incorrect value for ${name}'s overflowDeactivationThreshold. Using default value ${String(DEFAULT_THRESHOLD_PERCENT)} %`,
  })
  const byteCapacityBufferPercentage = readInteger(setup, 'byteCapacityBufferPercentage', DEFAULT_BUFFER_PERCENTAGE, {
    message: `Error parsing byteCapacityBufferPercentage for ${name}. Using default=${String(DEFAULT_BUFFER_PERCENTAGE)}. `,
  })
  const avgEventSize = readInteger(setup, 'avgEventSize', DEFAULT_EVENT_BYTES, {
    message: `Error parsing avgEventSize for ${name}. Using default = ${String(DEFAULT_EVENT_BYTES)}. `,
  })
  readByteCapacity(setup)
  return {
    memoryCapacity,
    overflowTimeout,
    overflowDeactivationThreshold: threshold / 100,
    byteCapacityBufferPercentage,
    avgEventSize,
  }
}

/** The slots that it stands for depend on the heap unless it is configured, so they are left to the simulated host. */
function readByteCapacity({ name, context, warn }: ComponentSetup): void {
  try {
    context.getLong('byteCapacity')
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    const heapShare = 'Using default = <bytes>'
    warn(
      LOGGER,
      `Error parsing byteCapacity setting for ${name}. ${heapShare}. ${error.javaMessage ?? ''}`,
      'byteCapacity',
    )
  }
}

function readOverflow(
  { name, context, warn }: ComponentSetup,
  memoryCapacity: number,
): { overflowCapacity: number; overflowDisabled: boolean } {
  let overflowCapacity = DEFAULT_OVERFLOW_CAPACITY
  try {
    overflowCapacity = context.getInteger('overflowCapacity', DEFAULT_OVERFLOW_CAPACITY)
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    return { overflowCapacity, overflowDisabled: false }
  }
  if (memoryCapacity < 1 && overflowCapacity < 1) {
    const rest = `Using default value overflowCapacity = ${String(DEFAULT_OVERFLOW_CAPACITY)}`
    warn(
      LOGGER,
      `For channel ${name}overflowCapacity cannot be set to 0 if memoryCapacity is also 0. ${rest}`,
      'overflowCapacity',
    )
    overflowCapacity = DEFAULT_OVERFLOW_CAPACITY
  }
  return { overflowCapacity, overflowDisabled: overflowCapacity < 1 }
}

function readInteger(
  { context, warn }: ComponentSetup,
  key: string,
  fallback: number,
  rule: { readonly minimum?: number; readonly message: string },
): number {
  try {
    const value = context.getInteger(key, fallback)
    if (rule.minimum === undefined || value >= rule.minimum) return value
    warn(LOGGER, rule.message, key)
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    // Messages that end in a space go on with that of the exception.
    warn(LOGGER, rule.message.endsWith(' ') ? `${rule.message}${error.javaMessage ?? ''}` : rule.message, key)
  }
  return fallback
}
