import { describe, expect, it } from 'vitest'
import { Host } from '../host.ts'
import type { Disk, DiskOptions } from '../disk.ts'
import { Simulation } from '../simulation.ts'
import { defaultRaidOptions, type RaidOptions } from './raid-array.ts'

const quiet = { onStart: (): void => undefined, onEnd: (): void => undefined }
const second = 1_000_000

/** 1 GB members that are rebuilt at 100 MB/s: 10 s. */
function arrayOf(raid: Partial<RaidOptions> & Pick<RaidOptions, 'level' | 'disks'>, disk: Partial<DiskOptions> = {}, seed = 1): { simulation: Simulation; host: Host; disk: Disk; array: NonNullable<Disk['array']> } {
  const simulation = new Simulation({ seed })
  const host = new Host(simulation, 'h')
  const made = host.disk('d', { capacityBytes: 1e9, fsyncMicros: 1_000, bytesPerSecond: 500e6, raid: { ...defaultRaidOptions, unreadableBitRate: 0, ...raid }, ...disk })
  if (made.array === undefined) throw new Error('no array')
  return { simulation, host, disk: made, array: made.array }
}

/** When syncs of so many bytes each, all asked for at once, are done. */
function syncsDone({ simulation, host, disk }: ReturnType<typeof arrayOf>, sizes: readonly number[]): readonly number[] {
  const process = host.process(quiet, { name: 'p', bootMicros: 0 })
  process.start()
  const from = simulation.nowMicros
  const done: number[] = []
  for (const bytes of sizes) disk.sync(process, bytes, () => done.push(simulation.nowMicros - from))
  simulation.runUntil(from + 60 * second)
  return done
}

describe('the write penalty', () => {
  // Accesses of 1 ms; the last column is members × 1,000 / accesses of a small write: 1, 2, 4 and 6.
  it.each([[0, 4, 4_000], [1, 2, 1_000], [10, 4, 2_000], [5, 4, 1_000], [6, 6, 1_000]] as const)('RAID %i of %i disks makes %i small writes a second durable', (level, disks, perSecond) => {
    const done = syncsDone(arrayOf({ level, disks }), Array.from({ length: 1_000 }, () => 0))
    expect(1_000 / ((done[999] ?? 0) / second)).toBeCloseTo(perSecond, -2)
  })

  it.each([[0, 4, 1_000], [1, 2, 1_000], [10, 4, 1_000], [5, 4, 2_000], [6, 6, 2_000]] as const)('RAID %i of %i disks needs %i µs for one: a parity level reads before it writes', (level, disks, micros) => {
    expect(syncsDone(arrayOf({ level, disks }), [0])).toEqual([micros])
  })

  it('is not paid for whole stripes, which go to all members at once', () => {
    const raid = arrayOf({ level: 5, disks: 5, chunkBytes: 500_000 })
    expect(syncsDone(raid, [20_000_000])).toEqual([1_000 + 10 * 1_000])
  })

  it('grows when members are missing', () => {
    const writes = Array.from({ length: 100 }, () => 0)
    const degraded = arrayOf({ level: 6, disks: 6 })
    degraded.array.loseMember(0)
    const twice = arrayOf({ level: 6, disks: 6 })
    twice.array.loseMember(0)
    twice.array.loseMember(5)
    const ends = [arrayOf({ level: 6, disks: 6 }), degraded, twice].map((raid) => syncsDone(raid, writes)[99] ?? 0)
    expect(ends).toEqual(ends.toSorted((left, right) => left - right))
    expect(new Set(ends).size).toBe(3)
  })

  it('leaves capacity for content only', () => {
    expect(arrayOf({ level: 5, disks: 4 }).disk.capacityBytes).toBe(3e9)
    expect(arrayOf({ level: 10, disks: 4 }).disk.freeBytes).toBe(2e9)
  })
})

describe('a rebuild', () => {
  it('takes the capacity of a member over the rate of rebuilding', () => {
    const { simulation, array } = arrayOf({ level: 5, disks: 3 })
    const { recorder } = simulation
    array.loseMember(1)
    expect(array.state).toBe('degraded')
    array.replaceMember(1)
    simulation.runUntil(5 * second)
    expect([array.state, recorder.valueOf(recorder.track('h/d', 'rebuiltPercent', 'number'))]).toEqual(['rebuilding', 50])
    simulation.runUntil(10 * second - 1)
    expect(array.state).toBe('rebuilding')
    simulation.runUntil(10 * second)
    expect(array.state).toBe('optimal')
  })

  it('takes its share of the bandwidth from others', () => {
    const raid = arrayOf({ level: 1, disks: 2 })
    raid.array.loseMember(0)
    raid.array.replaceMember(0)
    // 100 of 500 MB/s are gone.
    expect(syncsDone(raid, [0])).toEqual([1_250])
  })

  it('begins at once with a spare, and stands still while there is no power', () => {
    const { simulation, host, array } = arrayOf({ level: 5, disks: 3, spares: 1 })
    array.loseMember(0)
    expect(array.state).toBe('rebuilding')
    simulation.runUntil(4 * second)
    host.powerCut()
    simulation.runUntil(30 * second)
    host.powerOn()
    simulation.runUntil(36 * second - 1)
    expect(array.state).toBe('rebuilding')
    simulation.runUntil(36 * second)
    expect(array.state).toBe('optimal')
    array.loseMember(0)
    expect(array.state).toBe('degraded')
  })

  it('does not protect before it is done: a second loss is the end of RAID 5', () => {
    const { simulation, disk, array } = arrayOf({ level: 5, disks: 3, spares: 1 })
    const causes: string[] = []
    disk.appendFile<number>('log', (_, cause) => causes.push(cause)).append(1, 10)
    array.loseMember(0)
    simulation.runUntil(9 * second)
    array.loseMember(2)
    expect([array.state, disk.isLost, causes]).toEqual(['failed', true, ['the array failed: member 2 lost while member 0 was being rebuilt']])
    simulation.runUntil(20 * second)
    expect(array.state).toBe('failed')
    disk.replace()
    expect([array.state, disk.isLost]).toEqual(['optimal', false])
  })

  it('ends RAID 5 at an unreadable sector as often as the rate and the bits read say', () => {
    // Two members of 1 GB are read: 1.6e10 bits. P(none) = e^-1 at a rate of one in so many bits.
    const runs = 400
    let failed = 0
    for (let seed = 0; seed < runs; seed++) {
      const { simulation, array } = arrayOf({ level: 5, disks: 3, spares: 1, unreadableBitRate: 1 / 1.6e10 }, {}, seed)
      array.loseMember(0)
      simulation.runUntil(11 * second)
      if (array.state === 'failed') failed++
    }
    const expected = runs * (1 - 1 / Math.E)
    expect(Math.abs(failed - expected)).toBeLessThan(4 * Math.sqrt(expected / Math.E))
  })

  it('reads around an unreadable sector while there is redundancy left', () => {
    const raid = { disks: 4, spares: 2, unreadableBitRate: 1e-9 }
    const one = arrayOf({ ...raid, level: 6 })
    one.array.loseMember(0)
    one.simulation.runUntil(11 * second)
    expect(one.array.state).toBe('optimal')
    const two = arrayOf({ ...raid, level: 6 })
    two.array.loseMember(0)
    two.array.loseMember(1)
    two.simulation.runUntil(11 * second)
    expect(two.array.state).toBe('failed')
  })
})

describe('a machine', () => {
  it('takes its array with it when it is lost, and comes back empty', () => {
    const { host, disk, array } = arrayOf({ level: 10, disks: 4 })
    const lost: string[] = []
    disk.appendFile<string>('log', (entries, cause) => lost.push(...entries, cause)).append('a', 10)
    host.lose()
    expect([lost, array.state, host.hasPower, disk.isLost]).toEqual([['a', 'host lost'], 'failed', false, true])
    host.powerOn()
    expect(host.hasPower).toBe(false)
    host.replace()
    expect([host.hasPower, array.state, disk.isLost, disk.usedBytes]).toEqual([true, 'optimal', false, 0])
  })
})
