import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Host } from '../host.ts'
import { Simulation } from '../simulation.ts'
import { defaultRaidOptions } from './raid-array.ts'
import { dataDisks, raidProblem, survives, type RaidLevel } from './raid-level.ts'

/** Members lost in order, with an array of that shape on a host of its own; nothing is replaced. */
function stateAfter(level: RaidLevel, disks: number, losses: readonly number[]): { state: string | undefined; isLost: boolean; kept: number; lost: number } {
  const simulation = new Simulation({ seed: 1 })
  const disk = new Host(simulation, 'h').disk('d', { raid: { ...defaultRaidOptions, level, disks } })
  const lost: number[] = []
  const file = disk.appendFile<number>('log', (entries) => lost.push(...entries))
  for (let entry = 0; entry < 10; entry++) file.append(entry, 10)
  for (const member of losses) disk.array?.loseMember(member)
  return { state: disk.array?.state, isLost: disk.isLost, kept: file.entries.length, lost: lost.length }
}

describe('RAID levels', () => {
  // The standard results: which losses each level survives.
  it.each([
    [0, 4, [], 'optimal'], [0, 4, [2], 'failed'],
    [1, 2, [0], 'degraded'], [1, 2, [0, 1], 'failed'], [1, 3, [0, 2], 'degraded'],
    [5, 3, [1], 'degraded'], [5, 3, [1, 2], 'failed'], [5, 8, [7, 0], 'failed'],
    [6, 4, [0, 3], 'degraded'], [6, 4, [0, 3, 1], 'failed'],
    [10, 4, [0, 2], 'degraded'], [10, 4, [0, 1], 'failed'], [10, 6, [1, 3, 5], 'degraded'], [10, 6, [1, 3, 2], 'failed'],
  ] as const)('RAID %i of %i disks without %j is %s', (level, disks, losses, state) => {
    const after = stateAfter(level, disks, losses)
    expect(after).toEqual({ state, isLost: state === 'failed', kept: state === 'failed' ? 0 : 10, lost: state === 'failed' ? 10 : 0 })
  })

  it.each([[0, 4, 4], [1, 2, 1], [1, 3, 1], [5, 4, 3], [6, 6, 4], [10, 8, 4]] as const)('RAID %i of %i disks holds what %i disks hold', (level, disks, data) => {
    expect(dataDisks({ level, disks })).toBe(data)
  })

  it.each([[5, 2, 'disks'], [10, 5, 'disks'], [10, 2, 'disks'], [6, 3, 'disks'], [1, 1, 'disks'], [0, 1, 'disks'], [4, 4, 'level'], ['5', 4, 'level']] as const)(
    'RAID %s of %i disks cannot be built, for its %s', (level, disks, option) => {
      expect(raidProblem(level, disks)?.option).toBe(option)
    },
  )

  const shapes = fc.record({ level: fc.constantFrom<RaidLevel>(0, 1, 5, 6, 10), disks: fc.integer({ min: 2, max: 12 }) }).filter(({ level, disks }) => raidProblem(level, disks) === undefined)

  it('an array survives a set of losses exactly when each piece of its content can still be had, whatever their order', () => {
    fc.assert(
      fc.property(shapes, fc.array(fc.nat(11), { maxLength: 12 }), (shape, drawn) => {
        const losses = [...new Set(drawn.map((member) => member % shape.disks))]
        const canBeHad = contentCanBeHad(shape.level, shape.disks, losses)
        expect(survives(shape, new Set(losses))).toBe(canBeHad)
        expect(stateAfter(shape.level, shape.disks, losses).isLost).toBe(!canBeHad)
        expect(stateAfter(shape.level, shape.disks, losses.toReversed()).isLost).toBe(!canBeHad)
      }),
    )
  })
})

/** Told from where the chunks of each stripe are: n unknowns need as many chunks or parities; a mirrored chunk needs one of its copies. */
function contentCanBeHad(level: RaidLevel, disks: number, losses: readonly number[]): boolean {
  const isThere = Array.from({ length: disks }, (_, member) => !losses.includes(member))
  if (level === 1) return isThere.some(Boolean)
  if (level === 10) return isThere.every((there, member) => member % 2 === 1 || there || isThere[member + 1] === true)
  const chunks = { 0: disks, 5: disks - 1, 6: disks - 2 }[level]
  return isThere.filter(Boolean).length >= chunks
}
