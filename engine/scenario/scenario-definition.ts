import type { Scenario, ScenarioKit, ScenarioOptions } from './api/scenario-types.ts'
import { defaultDiskOptions } from '../sim/disk.ts'
import type { DiskOptions } from '../sim/disk.ts'
import { defaultLimits } from '../sim/limits.ts'
import { defaultLinkOptions } from '../sim/link.ts'
import type { LinkOptions } from '../sim/link.ts'
import { defaultNicBytesPerSecond } from '../sim/network-interface.ts'
import { microsPerSecond } from '../sim/time.ts'
import { similarZone, timeZone } from '../sim/time-zone/time-zone.ts'
import type { TimeZone } from '../sim/time-zone/time-zone.ts'
import { OptionError, OptionReader } from './check-options.ts'
import { defaultStartMs } from './source/reader-session.ts'
import { sealClass } from './source/seal-class.ts'
import { parseIsoMillis } from './source/virtual-date.ts'

/** The frame of a run, read and checked. */
export interface ScenarioFrame {
  readonly seed: number
  readonly durationMicros: number
  readonly startMs: number
  readonly zone: TimeZone
  readonly limits: Readonly<Record<string, number>>
  readonly disk: DiskOptions
  readonly link: LinkOptions
  /** Bandwidth of a machine's network card, each way. */
  readonly nicBytesPerSecond: number
}

/** A scenario as the reader declared it. */
export class ScenarioDefinition implements Scenario {
  readonly kind = 'scenario'
  readonly #frame: ScenarioFrame
  readonly #build: (kit: ScenarioKit) => unknown

  constructor(frame: ScenarioFrame, build: (kit: ScenarioKit) => unknown) {
    this.#frame = frame
    this.#build = build
    Object.freeze(this)
  }

  /** The parts of a definition; undefined for anything else. */
  static partsOf(value: unknown): { readonly frame: ScenarioFrame; readonly build: (kit: ScenarioKit) => unknown } | undefined {
    return typeof value === 'object' && value !== null && #frame in value ? { frame: value.#frame, build: value.#build } : undefined
  }
}

sealClass(ScenarioDefinition)

const durationMaxMicros = 7 * 86_400 * microsPerSecond

/**
 * Declares a scenario: its frame, and the function that builds lanes, faults and expectations.
 * @throws OptionError for an option that does not exist or has an impossible value
 */
export function scenario(options: ScenarioOptions, build: (kit: ScenarioKit) => void): Scenario {
  const reader = new OptionReader('scenario', options, ['seed', 'duration', 'start', 'timeZone', 'limits', 'hardware'])
  if (typeof build !== 'function') throw new OptionError('scenario takes options and then a function that builds it.')
  return new ScenarioDefinition(readFrame(reader), build)
}

function readFrame(reader: OptionReader): ScenarioFrame {
  const durationMicros = reader.optionalMicros('duration')
  if (durationMicros === undefined) throw reader.wrong('duration', "a duration such as '60s'", undefined)
  if (durationMicros <= 0 || durationMicros > durationMaxMicros) throw reader.wrong('duration', 'above 0 and at most 7 days', reader.raw('duration'))
  const zone = readZone(reader)
  const start = reader.has('start') ? parseIsoMillis(reader.text('start'), zone) : defaultStartMs
  if (!Number.isFinite(start)) throw reader.wrong('start', "a date such as '2026-01-01T00:00:00Z'", reader.raw('start'))
  const hardware = new OptionReader('hardware', reader.raw('hardware') ?? {}, ['disk', 'link', 'nic'])
  return {
    seed: reader.number('seed', 1, { whole: true, min: 0, max: Number.MAX_SAFE_INTEGER }),
    durationMicros,
    startMs: start,
    zone,
    limits: readLimits(reader.raw('limits') ?? {}),
    disk: readDisk(hardware.raw('disk') ?? {}),
    link: readLink(hardware.raw('link') ?? {}),
    nicBytesPerSecond: new OptionReader('hardware.nic', hardware.raw('nic') ?? {}, ['bytesPerSecond']).number('bytesPerSecond', defaultNicBytesPerSecond, { min: 1 }),
  }
}

function readZone(reader: OptionReader): TimeZone {
  const name = reader.text('timeZone', 'UTC')
  const zone = timeZone(name)
  if (zone !== undefined) return zone
  const similar = similarZone(name)
  throw new OptionError(`scenario: 'timeZone' must be a name of the tz database or an offset, and is '${name}'.`, 'timeZone', similar === undefined ? "Write 'UTC', 'Europe/Berlin' or '+02:00', for example." : `Did you mean '${similar}'?`)
}

function readLimits(options: unknown): Readonly<Record<string, number>> {
  const names = ['events', 'records', 'steps', 'consoleLines'] as const
  const reader = new OptionReader('limits', options, names)
  return Object.fromEntries(names.filter((name) => reader.has(name)).map((name) => [name, reader.number(name, 0, { min: 1, max: 10 * defaultLimits[name], whole: true })]))
}

function readDisk(options: unknown): DiskOptions {
  const reader = new OptionReader('hardware.disk', options, ['fsync', 'read', 'bytesPerSecond', 'capacityBytes', 'dirtyExpire', 'writeBackPeriod', 'pageCacheBytes', 'dirtyBackgroundBytes', 'dirtyBytes'])
  const defaults = defaultDiskOptions
  const pageCacheBytes = reader.number('pageCacheBytes', defaults.pageCacheBytes, { min: 1 })
  const dirtyBytes = reader.number('dirtyBytes', pageCacheBytes / 5, { min: 1 })
  return {
    pageCacheBytes,
    dirtyBytes,
    dirtyBackgroundBytes: reader.number('dirtyBackgroundBytes', dirtyBytes / 2, { min: 1 }),
    readMicros: reader.micros('read', defaults.readMicros),
    fsyncMicros: reader.micros('fsync', defaults.fsyncMicros),
    bytesPerSecond: reader.number('bytesPerSecond', defaults.bytesPerSecond, { min: 1 }),
    capacityBytes: reader.number('capacityBytes', defaults.capacityBytes, { min: 1 }),
    dirtyExpireMicros: reader.micros('dirtyExpire', defaults.dirtyExpireMicros),
    writeBackPeriodMicros: Math.max(1, reader.micros('writeBackPeriod', defaults.writeBackPeriodMicros)),
  }
}

function readLink(options: unknown): LinkOptions {
  const reader = new OptionReader('hardware.link', options, ['latency', 'bytesPerSecond', 'retransmit'])
  const defaults = defaultLinkOptions
  return {
    latencyMicros: reader.micros('latency', defaults.latencyMicros),
    bytesPerSecond: reader.number('bytesPerSecond', defaults.bytesPerSecond, { min: 1 }),
    retransmitMicros: Math.max(1, reader.micros('retransmit', defaults.retransmitMicros)),
  }
}
