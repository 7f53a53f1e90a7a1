import type { LaneHandle, LaneKit, Metric } from './lane-types.ts'
import type { Duration } from './load-types.ts'

/** Bounds of the run; see the defaults in the guide. */
export interface LimitOptions {
  readonly events?: number
  readonly records?: number
  readonly steps?: number
  readonly consoleLines?: number
}

/** Values of the model that neither Flume nor Kafka fixes. */
export interface HardwareOptions {
  readonly disk?: {
    readonly fsync?: Duration
    readonly bytesPerSecond?: number
    readonly capacityBytes?: number
    /** Linux's dirty_expire_centisecs: how old a page gets before write-back takes it. */
    readonly dirtyExpire?: Duration
    /** Linux's dirty_writeback_centisecs: how often write-back looks. */
    readonly writeBackPeriod?: Duration
    /** One read that the page cache cannot answer, beyond the transfer. */
    readonly read?: Duration
    /** Memory that caches files: older bytes are read from the disk again. 16 GB when not given. */
    readonly pageCacheBytes?: number
    /** Linux's vm.dirty_background_bytes: with more, write-back begins at once. Half of `dirtyBytes` when not given. */
    readonly dirtyBackgroundBytes?: number
    /** Linux's vm.dirty_bytes: with more, whoever writes waits for the disk. A fifth of `pageCacheBytes` when not given. */
    readonly dirtyBytes?: number
  }
  readonly link?: {
    readonly latency?: Duration
    readonly bytesPerSecond?: number
    /** The first retransmission time-out of TCP. */
    readonly retransmit?: Duration
  }
  /** The network card of each machine: full duplex, shared by all its connections. */
  readonly nic?: {
    readonly bytesPerSecond?: number
  }
}

/** The frame of a run. */
export interface ScenarioOptions {
  readonly seed?: number
  readonly duration: Duration
  /** The date at which the run begins, ISO 8601; 2026-01-01T00:00:00Z when not given. */
  readonly start?: string
  /** A name of the tz database as `Europe/Berlin`, or an offset as `+02:00`; UTC when not given. */
  readonly timeZone?: string
  readonly limits?: LimitOptions
  readonly hardware?: HardwareOptions
}

/** Bounds and unit of a parameter, for its slider. */
export interface ParameterOptions {
  readonly min?: number
  readonly max?: number
  readonly step?: number
  readonly unit?: string
}

/** What is expected of a value at the end of the run. */
export interface Expectation {
  /** Equal to a value, or to what another metric has come to at the end. */
  readonly toBe: (expected: Metric | number | string | boolean) => void
  readonly toBeGreaterThan: (expected: number) => void
  readonly toBeGreaterThanOrEqual: (expected: number) => void
  readonly toBeLessThan: (expected: number) => void
  readonly toBeLessThanOrEqual: (expected: number) => void
  readonly toBeBetween: (least: number, most: number) => void
}

/** What the function that builds a scenario gets. */
export interface ScenarioKit {
  /** A number that the reader can change without editing; becomes a slider. */
  readonly param: (name: string, value: number, options?: ParameterOptions) => number
  /** One side of the comparison. */
  readonly lane: (name: string, build: (kit: LaneKit) => void) => LaneHandle
  /** Does something at a moment of the run. */
  readonly at: (moment: Duration, action: () => unknown) => void
  /** Does something once, as soon as a condition holds. */
  readonly when: (condition: () => boolean, action: () => unknown) => void
  /** Waits in virtual time, in your own async code. */
  readonly sleep: (duration: Duration) => Promise<void>
  /** States what should hold at the end; a metric, or a function that is called then. */
  readonly expect: (actual: Metric | number | string | boolean | (() => number | string | boolean)) => Expectation
}

/** A scenario, to be exported as the default of its file. */
export interface Scenario {
  readonly kind: 'scenario'
}
