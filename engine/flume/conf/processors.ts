import type { Context } from './context.ts'
import { classProblem, isJdkClass } from './java/class-for-name.ts'
import { JavaHashMap } from './java/hash-map.ts'
import { JavaException, classNotFound, illegalArgument, illegalState, nullPointer } from './java/java-exception.ts'
import { parseJavaInt } from './java/parse-number.ts'
import { flumeException } from './known-types.ts'
import type { LoadedProcessor, LoadedSink } from './loaded.ts'

/** Logs on behalf of a class. */
export type GroupLogger = (level: 'warn' | 'error', logger: string, message: string) => void

const CLASSES = {
  DEFAULT: 'org.apache.flume.sink.DefaultSinkProcessor',
  FAILOVER: 'org.apache.flume.sink.FailoverSinkProcessor',
  LOAD_BALANCE: 'org.apache.flume.sink.LoadBalancingSinkProcessor',
} as const
const DEFAULT_MAX_PENALTY_MS = 30000
const DEFAULT_MAX_TIME_OUT_MS = 30000

/**
 * Builds the processor of a group from the properties under `processor.`. Source: org.apache.flume.sink.SinkProcessorFactory.
 * @throws JavaException when the type is missing or unknown, or does not suit the number of sinks; the group and its sinks are then gone.
 */
export function buildProcessor(context: Context, sinks: readonly LoadedSink[], log: GroupLogger): LoadedProcessor {
  const type = context.getString('type')
  const known = Object.entries(CLASSES).find(([alias]) => alias === type?.toUpperCase())?.[1]
  if (known === undefined) log('warn', 'SinkProcessorFactory', `Sink Processor type ${type ?? 'null'} is a custom type`)
  const className = known ?? Object.values(CLASSES).find((name) => name === type)
  switch (className) {
    case CLASSES.DEFAULT:
      if (sinks.length === 1) return { className }
      throw illegalArgument(
        'DefaultSinkPolicy can only handle one sink, try using a policy that supports multiple sinks',
      )
    case CLASSES.FAILOVER:
      return failover(context, sinks, log)
    case CLASSES.LOAD_BALANCE:
      return loadBalance(context, sinks)
    default: {
      if (type !== null && isJdkClass(type)) {
        const cause = classProblem(type, 'org.apache.flume.SinkProcessor')
        throw flumeException(`Unable to create sink processor, type: ${type}, class: ${type}`, cause)
      }
      const cause = type === null ? nullPointer(null) : classNotFound(type)
      throw flumeException(`Unable to load sink processor type: ${type ?? 'null'}, class: null`, cause)
    }
  }
}

/** Source: org.apache.flume.sink.FailoverSinkProcessor.configure. Priorities that are missing or no numbers are −1, −2… in hash order. */
function failover(context: Context, sinks: readonly LoadedSink[], log: GroupLogger): LoadedProcessor {
  const byName = new JavaHashMap<LoadedSink>()
  for (const sink of sinks) byName.set(sink.name, sink)
  const live = new Map<number, LoadedSink>()
  const maxPenaltyMs = penalty(context.getString('maxpenalty'), log)
  let generated = 0
  for (const [name, sink] of byName.entries()) {
    let priority = parsedPriority(context.getString(`priority.${name}`))
    if (priority === null) {
      generated -= 1
      priority = generated
    }
    const holder = live.get(priority)
    if (holder === undefined) live.set(priority, sink)
    else
      log(
        'warn',
        'FailoverSinkProcessor',
        `Sink ${name} not added to FailverSinkProcessor as priorityduplicates that of sink ${described(holder)}`,
      )
  }
  const ordered = [...live.entries()]
    .sort(([left], [right]) => left - right)
    .map(([priority, { name }]) => [name, priority] as const)
  return {
    className: CLASSES.FAILOVER,
    livePriorities: ordered,
    active: ordered[ordered.length - 1]?.[0] ?? '',
    maxPenaltyMs,
  }
}

function penalty(text: string | null, log: GroupLogger): number {
  if (text === null) return DEFAULT_MAX_PENALTY_MS
  const parsed = parsedPriority(text)
  if (parsed !== null) return parsed
  log('warn', 'FailoverSinkProcessor', `${text} is not a valid value for maxpenalty`)
  return DEFAULT_MAX_PENALTY_MS
}

function parsedPriority(text: string | null): number | null {
  try {
    return parseJavaInt(text)
  } catch (error) {
    if (error instanceof JavaException) return null
    throw error
  }
}

/** `toString()` of the sink. */
function described({ name, className, batchSize, channel, settings }: LoadedSink): string {
  const simpleName = className.slice(className.lastIndexOf('.') + 1)
  switch (simpleName) {
    case 'NullSink':
      return `NullSink ${name} { batchSize: ${String(batchSize)} }`
    case 'AvroSink':
    case 'ThriftSink':
      return `RpcSink ${name} { host: ${String(settings['hostname'])}, port: ${String(settings['port'])} }`
    case 'HDFSEventSink':
    case 'HiveSink':
      return `{ Sink type:${simpleName}, name:${name} }`
    default:
      return `${className}{name:${name}, channel:${channel}}`
  }
}

/** Source: org.apache.flume.sink.LoadBalancingSinkProcessor.configure. */
function loadBalance(context: Context, sinks: readonly LoadedSink[]): LoadedProcessor {
  if (sinks.length < 2) {
    throw illegalState(
      'The LoadBalancingSinkProcessor cannot be used for a single sink. Please configure more than one sinks and try again.',
    )
  }
  const selector = context.getString('selector', 'ROUND_ROBIN')
  const backoff = context.getBoolean('backoff', false)
  const kind = selector.toUpperCase()
  if (kind !== 'ROUND_ROBIN' && kind !== 'RANDOM') {
    throw new JavaException('org.apache.flume.FlumeException', `Unable to instantiate sink selector: ${selector}`, {
      cause: classProblem(selector, 'org.apache.flume.sink.LoadBalancingSinkProcessor$SinkSelector'),
      property: 'selector',
    })
  }
  const maxTimeOutMs = context.getLong('selector.maxTimeOut', DEFAULT_MAX_TIME_OUT_MS)
  return {
    className: CLASSES.LOAD_BALANCE,
    selector: kind === 'RANDOM' ? 'RandomOrderSinkSelector' : 'RoundRobinSinkSelector',
    backoff,
    maxTimeOutMs: maxTimeOutMs === 0 ? DEFAULT_MAX_TIME_OUT_MS : maxTimeOutMs,
  }
}
