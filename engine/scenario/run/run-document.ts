import type { BalanceLine, Imbalance } from '../../ledger/balance.ts'
import type { StoryColumns } from '../../ledger/story.ts'
import type { TopologyEdge, TopologyNode } from '../../ledger/topology.ts'
import type { LimitReached } from '../../sim/limits.ts'
import type { RecordedChanges } from '../../sim/recorder.ts'

/** Version of the Run document's shape. */
export const runDocumentVersion = 1

/** A place in a file of the scenario; lines and columns from 1. */
export interface SourcePosition {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Something that the reader should know of, with its place: loader messages, coverage, errors of the scenario. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
  readonly position: SourcePosition | undefined
  /** What to do about it, where there is something. */
  readonly fix: string | undefined
}

/** A parameter that the scenario declared, with the value of this run. */
export interface RunParameter {
  readonly name: string
  readonly value: number
  readonly defaultValue: number
  readonly min: number
  readonly max: number
  readonly step: number
  readonly unit: string
}

/** A value of the model that the real systems leave open. */
export interface ModelParameter {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly source: string
}

/** An expectation of the scenario and whether the run met it. */
export interface RunExpectation {
  readonly description: string
  readonly expected: string
  readonly actual: string
  readonly isMet: boolean
  readonly position: SourcePosition | undefined
}

/** Counts per bucket of virtual time. */
export interface RunSeries {
  /** `owed` when offered, `delivered`, or `ended` without delivery and held no more: the three make a destination's backlog. */
  readonly name: 'offered' | 'acknowledged' | 'owed' | 'delivered' | 'ended'
  /** The destination, for the last three. */
  readonly destination: string | undefined
  readonly bucketMicros: number
  readonly counts: Float64Array
}

/** Latency from offer to first delivery, in microseconds; NaN where nothing was delivered. */
export interface RunLatency {
  readonly p50Micros: number
  readonly p99Micros: number
  readonly p999Micros: number
  readonly maxMicros: number
}

/** One destination of a lane with its closed books. */
export interface RunDestination {
  readonly name: string
  readonly owed: number
  readonly delivered: number
  readonly duplicates: number
  /** Deliveries beyond a record's first that the reader had asked for: no duplicates. */
  readonly replayed: number
  readonly reordered: number
  readonly lostWrites: number
  readonly lines: readonly BalanceLine[]
  readonly imbalances: readonly Imbalance[]
  readonly latency: RunLatency
  /** Longest time in which nothing was delivered although something was owed and not over. */
  readonly longestWithoutDeliveryMicros: number
  /** Most records at one time that were owed and neither delivered nor over. */
  readonly peakBacklog: number
  /** From the end of the highest rate of arrivals until at most a second of ordinary arrivals waits; Infinity: not within the run. */
  readonly timeToDrainMicros: number
}

/** What a lane cost: fairness is stated with every run. */
export interface RunCosts {
  readonly hosts: number
  readonly disks: number
  readonly bytesWritten: number
  readonly bytesOffered: number
  /** Of the records that were acknowledged. */
  readonly bytesAccepted: number
  /** By the network cards of the lane's machines, retransmissions and what stays within a machine left out. */
  readonly bytesSent: number
  /** Most bytes at one time in memory channels and producers' buffers (see `memory-peak.ts`). */
  readonly peakMemoryBytes: number
  /** Most bytes at one time in files, on all disks. */
  readonly peakDiskBytes: number
  readonly fsyncs: number
  /** Copies of a record that the configuration asks for. */
  readonly copies: number
}

/** One side of the comparison. */
export interface RunLane {
  readonly name: string
  readonly hash: string
  readonly offered: number
  readonly acknowledged: number
  readonly refusedAttempts: number
  /** Longest time in which nothing was acknowledged although something was offered. */
  readonly longestWithoutAcknowledgementMicros: number
  /** All times without an acknowledgement, together. */
  readonly totalWithoutAcknowledgementMicros: number
  /** The longest of its destinations'. */
  readonly longestWithoutDeliveryMicros: number
  readonly destinations: readonly RunDestination[]
  readonly series: readonly RunSeries[]
  readonly story: StoryColumns
  readonly nodes: readonly TopologyNode[]
  readonly edges: readonly TopologyEdge[]
  readonly costs: RunCosts
}

/** A stream of records that the run offered. */
export interface RunStream {
  readonly name: string
  readonly base: number
  readonly count: number
  /** When each was offered, in microseconds. */
  readonly offeredAtMicros: Float64Array
  /** Texts of the first few values, to show what a record looks like. */
  readonly samples: readonly string[]
}

/** What a marker stands for: something went wrong, was put right again, or was changed. */
export type MarkerKind = 'fault' | 'recovery' | 'edit'

/** A fault, a recovery or an edit of the scenario, for markers on chart and picture. */
export interface RunMarker {
  readonly kind: MarkerKind
  readonly timeMicros: number
  readonly lane: string
  /** The component that it hit. */
  readonly component: string
  readonly text: string
}

/** A line that the reader's code wrote to the console. */
export interface ConsoleLine {
  readonly timeMicros: number
  readonly level: 'log' | 'info' | 'warn' | 'error' | 'debug'
  readonly text: string
}

/**
 * Everything about one run, as plain data: it can be sent between realms and outlives the worker. The state of any
 * component at any instant is answered from it alone (see `moment.ts`).
 */
export interface RunDocument {
  readonly version: typeof runDocumentVersion
  readonly engineHash: string
  readonly scenarioHash: string
  readonly seed: number
  readonly startMs: number
  readonly timeZone: string
  readonly durationMicros: number
  readonly endedAtMicros: number
  readonly limitReached: LimitReached | undefined
  /** An error of the scenario that ended the run. */
  readonly error: Diagnostic | undefined
  readonly diagnostics: readonly Diagnostic[]
  readonly parameters: readonly RunParameter[]
  readonly modelParameters: readonly ModelParameter[]
  readonly expectations: readonly RunExpectation[]
  readonly lanes: readonly RunLane[]
  readonly streams: readonly RunStream[]
  readonly markers: readonly RunMarker[]
  readonly console: readonly ConsoleLine[]
  readonly changes: RecordedChanges
  readonly eventsExecuted: number
  /** 128 bits over everything that happened; equal hashes mean equal runs. */
  readonly hash: string
  readonly componentHashes: ReadonlyMap<string, string>
}
