import type { Track } from '../../sim/recorder.ts'
import type { AgentContext } from './agent-context.ts'

/** Kinds of counter groups in /metrics. */
export type CounterKind = 'CHANNEL' | 'SOURCE' | 'SINK'

const FIELDS: Readonly<Record<CounterKind, readonly string[]>> = {
  CHANNEL: ['ChannelSize', 'ChannelCapacity', 'EventPutAttemptCount', 'EventPutSuccessCount', 'EventTakeAttemptCount', 'EventTakeSuccessCount'],
  SOURCE: [
    'EventReceivedCount', 'EventAcceptedCount', 'AppendReceivedCount', 'AppendAcceptedCount', 'AppendBatchReceivedCount',
    'AppendBatchAcceptedCount', 'OpenConnectionCount', 'EventReadFail', 'ChannelWriteFail', 'GenericProcessingFail',
  ],
  SINK: [
    'ConnectionCreatedCount', 'ConnectionClosedCount', 'ConnectionFailedCount', 'BatchEmptyCount', 'BatchUnderflowCount',
    'BatchCompleteCount', 'EventDrainAttemptCount', 'EventDrainSuccessCount', 'EventWriteFail', 'ChannelReadFail',
  ],
}

/** Java's Double.MAX_VALUE as text: the fill of a channel without capacity. */
const MAX_DOUBLE = '1.7976931348623157E308'

/**
 * The counters of one component, as /metrics shows them; each is a track of the run. Starting the component sets them to 0.
 * Source: org.apache.flume.instrumentation.MonitoredCounterGroup and its subclasses.
 */
export class Counters {
  readonly kind: CounterKind
  readonly #context: AgentContext
  readonly #values = new Map<string, number>()
  readonly #tracks = new Map<string, Track>()
  #startMs = 0
  #stopMs = 0
  #isRegistered = false

  /** @param extra counters beyond those of every component of the kind */
  constructor(context: AgentContext, kind: CounterKind, component: string, extra: readonly string[] = []) {
    this.#context = context
    this.kind = kind
    for (const field of [...FIELDS[kind], ...extra]) {
      this.#values.set(field, 0)
      this.#tracks.set(field, context.lane.simulation.recorder.track(context.id(component), field))
    }
  }

  /** The component starts. */
  start(): void {
    this.#isRegistered = true
    this.#startMs = this.#context.lane.nowMs
    this.#stopMs = 0
    for (const field of this.#values.keys()) this.set(field, 0)
  }

  /** The component has stopped; the values stay. */
  stop(): void {
    this.#stopMs = this.#context.lane.nowMs
  }

  /** Whether it has ever started: only then /metrics lists it. */
  get isRegistered(): boolean {
    return this.#isRegistered
  }

  get(field: string): number {
    return this.#values.get(field) ?? 0
  }

  add(field: string, amount = 1): void {
    if (amount !== 0) this.set(field, this.get(field) + amount)
  }

  set(field: string, value: number): void {
    this.#values.set(field, value)
    const track = this.#tracks.get(field)
    if (track !== undefined) this.#context.lane.simulation.recorder.set(track, value)
  }

  /** The group's fields as GET /metrics has them: all values are texts. */
  metrics(): ReadonlyMap<string, string> {
    const fields = new Map([...this.#values].map(([field, value]) => [field, String(value)]))
    if (this.kind === 'CHANNEL') {
      const capacity = this.get('ChannelCapacity')
      fields.set('ChannelFillPercentage', capacity > 0 ? javaDouble((this.get('ChannelSize') / capacity) * 100) : MAX_DOUBLE)
    }
    return fields.set('Type', this.kind).set('StartTime', String(this.#startMs)).set('StopTime', String(this.#stopMs))
  }
}

function javaDouble(value: number): string {
  return Number.isInteger(value) ? `${String(value)}.0` : String(value)
}
