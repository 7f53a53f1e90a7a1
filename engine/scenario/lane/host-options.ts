import { defaultRaidOptions } from '../../sim/raid/raid-array.ts'
import type { RaidOptions } from '../../sim/raid/raid-array.ts'
import { isRaidLevel, raidProblem } from '../../sim/raid/raid-level.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { Host } from '../../sim/host.ts'
import { describe, OptionError, OptionReader } from '../check-options.ts'
import type { Play } from '../play/play.ts'

/** What a machine is made of and where it stands. */
export interface HostShape {
  readonly raid?: RaidOptions | undefined
  readonly rack?: string | undefined
  /** Bandwidth of its network card, each way; that of `hardware.nic` when absent. */
  readonly nicBytesPerSecond?: number | undefined
}

/**
 * Makes a machine, or finds it when it is there and nothing new is said of it.
 * @throws OptionError for a name that is none, or options for a machine that is there
 */
export function declareHost(lane: Lane, name: unknown, { raid, rack, nicBytesPerSecond }: HostShape): Host {
  if (typeof name !== 'string' || !/^[\w][\w.-]*$/.test(name)) throw new OptionError(`host takes a name of letters, digits and dashes, and got ${describe(name)}.`)
  const known = lane.findHost(name)
  if (known !== undefined && (raid !== undefined || rack !== undefined || nicBytesPerSecond !== undefined)) {
    throw new OptionError(`Machine '${name}' is there already: say what it is made of where it is first named.`, raid !== undefined ? 'raid' : rack === undefined ? 'nicBytesPerSecond' : 'rack')
  }
  return known ?? lane.host(name, raid === undefined ? {} : { raid }, rack, nicBytesPerSecond)
}

/** Reads the options of `host`. @throws OptionError */
export function readHostShape(play: Play, options: unknown): HostShape {
  const reader = new OptionReader('host', options ?? {}, ['raid', 'rack', 'nicBytesPerSecond'])
  return {
    raid: readRaid(play, reader.raw('raid')),
    rack: reader.has('rack') ? requireRack(reader.raw('rack')) : undefined,
    nicBytesPerSecond: readNic(reader),
  }
}

/** The bandwidth of a network card, if the reader says one. @throws OptionError */
export function readNic(reader: OptionReader): number | undefined {
  return reader.has('nicBytesPerSecond') ? reader.number('nicBytesPerSecond', 0, { min: 1 }) : undefined
}

/** A rack's name. @throws OptionError */
export function requireRack(name: unknown): string {
  if (typeof name !== 'string' || name === '') throw new OptionError(`A rack has a name, and got ${describe(name)}.`, 'rack', "Write for example rack: 'r1'.")
  return name
}

/**
 * Reads the option `raid`, whose members are disks as `hardware.disk` says, and lists its values for the reader.
 * @throws OptionError for an array that cannot be built
 */
export function readRaid(play: Play, options: unknown): RaidOptions | undefined {
  if (options === undefined) return undefined
  const memberBytesPerSecond = play.frame.disk.bytesPerSecond
  const reader = new OptionReader('raid', options, ['level', 'disks', 'spares', 'chunkBytes', 'rebuildBytesPerSecond', 'unreadableBitRate'])
  const level = reader.raw('level')
  const disks = reader.number('disks', Number.NaN, { min: 1, max: 64, whole: true })
  const problem = raidProblem(level, disks)
  if (problem !== undefined || !isRaidLevel(level)) throw new OptionError(problem?.message ?? `raid: 'level' is ${describe(level)}.`, problem?.option)
  const defaults = defaultRaidOptions
  const rebuildBytesPerSecond = reader.number('rebuildBytesPerSecond', Math.min(defaults.rebuildBytesPerSecond, memberBytesPerSecond / 2), { min: 1 })
  if (rebuildBytesPerSecond >= memberBytesPerSecond) throw reader.wrong('rebuildBytesPerSecond', `below the ${memberBytesPerSecond} bytes a second of a member`, rebuildBytesPerSecond)
  const raid = {
    level, disks, rebuildBytesPerSecond,
    chunkBytes: reader.number('chunkBytes', defaults.chunkBytes, { min: 512, whole: true }),
    unreadableBitRate: reader.number('unreadableBitRate', defaults.unreadableBitRate, { min: 0, max: 1e-9 }),
    spares: reader.number('spares', defaults.spares, { min: 0, max: 16, whole: true }),
  }
  listParameters(play, raid)
  return raid
}

function listParameters({ modelParameters }: Play, raid: RaidOptions): void {
  const list = (name: string, value: number, unit: string, source: string): void => { modelParameters.set(`RAID: ${name}`, { name: `RAID: ${name}`, value, unit, source }) }
  list('chunk', raid.chunkBytes, 'bytes', 'Linux md’s default; set it with raid')
  list('rate of rebuilding', raid.rebuildBytesPerSecond, 'bytes/s', 'a modelling choice; set it with raid')
  list('unrecoverable read errors', raid.unreadableBitRate, 'per bit read', 'the data sheet of an SSD of a data centre; set it with raid')
}
