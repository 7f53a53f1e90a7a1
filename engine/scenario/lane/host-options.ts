import { defaultRaidOptions } from '../../sim/raid/raid-array.ts'
import type { RaidOptions } from '../../sim/raid/raid-array.ts'
import { isRaidLevel, raidProblem } from '../../sim/raid/raid-level.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { Host } from '../../sim/host.ts'
import { describe, OptionError, OptionReader } from '../check-options.ts'

/** What a machine is made of and where it stands. */
export interface HostShape {
  readonly raid?: RaidOptions | undefined
  readonly rack?: string | undefined
}

/**
 * Makes a machine, or finds it when it is there and nothing new is said of it.
 * @throws OptionError for a name that is none, or options for a machine that is there
 */
export function declareHost(lane: Lane, name: unknown, { raid, rack }: HostShape): Host {
  if (typeof name !== 'string' || !/^[\w][\w.-]*$/.test(name)) throw new OptionError(`host takes a name of letters, digits and dashes, and got ${describe(name)}.`)
  const known = lane.findHost(name)
  if (known !== undefined && (raid !== undefined || rack !== undefined)) {
    throw new OptionError(`Machine '${name}' is there already: say what it is made of where it is first named.`, raid === undefined ? 'rack' : 'raid')
  }
  return known ?? lane.host(name, raid === undefined ? {} : { raid }, rack)
}

/** Reads the options of `host`. @throws OptionError */
export function readHostShape(options: unknown, memberBytesPerSecond: number): HostShape {
  const reader = new OptionReader('host', options ?? {}, ['raid', 'rack'])
  return { raid: readRaid(reader.raw('raid'), memberBytesPerSecond), rack: reader.has('rack') ? requireRack(reader.raw('rack')) : undefined }
}

/** A rack's name. @throws OptionError */
export function requireRack(name: unknown): string {
  if (typeof name !== 'string' || name === '') throw new OptionError(`A rack has a name, and got ${describe(name)}.`, 'rack', "Write for example rack: 'r1'.")
  return name
}

/**
 * Reads the option `raid`.
 * @param memberBytesPerSecond what each of its disks can do
 * @throws OptionError for an array that cannot be built
 */
export function readRaid(options: unknown, memberBytesPerSecond: number): RaidOptions | undefined {
  if (options === undefined) return undefined
  const reader = new OptionReader('raid', options, ['level', 'disks', 'spares', 'chunkBytes', 'rebuildBytesPerSecond', 'unreadableBitRate'])
  const level = reader.raw('level')
  const disks = reader.number('disks', Number.NaN, { min: 1, max: 64, whole: true })
  const problem = raidProblem(level, disks)
  if (problem !== undefined || !isRaidLevel(level)) throw new OptionError(problem?.message ?? `raid: 'level' is ${describe(level)}.`, problem?.option)
  const defaults = defaultRaidOptions
  const rebuildBytesPerSecond = reader.number('rebuildBytesPerSecond', Math.min(defaults.rebuildBytesPerSecond, memberBytesPerSecond / 2), { min: 1 })
  if (rebuildBytesPerSecond >= memberBytesPerSecond) throw reader.wrong('rebuildBytesPerSecond', `below the ${memberBytesPerSecond} bytes a second of a member`, rebuildBytesPerSecond)
  return {
    level, disks, rebuildBytesPerSecond,
    chunkBytes: reader.number('chunkBytes', defaults.chunkBytes, { min: 512, whole: true }),
    unreadableBitRate: reader.number('unreadableBitRate', defaults.unreadableBitRate, { min: 0, max: 1e-9 }),
    spares: reader.number('spares', defaults.spares, { min: 0, max: 16, whole: true }),
  }
}
