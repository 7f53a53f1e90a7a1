/** The levels that can be built. */
export type RaidLevel = 0 | 1 | 5 | 6 | 10

/** How disks are put together. */
export interface RaidShape {
  readonly level: RaidLevel
  /** How many disks, spares not counted. */
  readonly disks: number
}

/** What cannot be built: the option to blame, and why. */
export interface RaidProblem {
  readonly option: 'level' | 'disks'
  readonly message: string
}

const fewestDisks: ReadonlyMap<number, number> = new Map([[0, 2], [1, 2], [5, 3], [6, 4], [10, 4]])

/** Whether a number names a level. */
export function isRaidLevel(level: unknown): level is RaidLevel {
  return typeof level === 'number' && fewestDisks.has(level)
}

/** Why so many disks cannot make an array of this level; undefined when they can. */
export function raidProblem(level: unknown, disks: number): RaidProblem | undefined {
  if (!isRaidLevel(level)) return { option: 'level', message: `There is no RAID level ${String(level)} here; the levels are ${[...fewestDisks.keys()].join(', ')}.` }
  const least = fewestDisks.get(level) ?? 0
  if (disks < least) return { option: 'disks', message: `RAID ${String(level)} needs at least ${String(least)} disks, and has ${String(disks)}.` }
  if (level === 10 && disks % 2 === 1) return { option: 'disks', message: `RAID 10 mirrors disks in pairs and needs an even number of them, and has ${String(disks)}.` }
  return undefined
}

/** Disks' worth of parity that each stripe carries: 1 in RAID 5, 2 in RAID 6. */
export function parityDisks({ level }: RaidShape): number {
  return level === 5 ? 1 : level === 6 ? 2 : 0
}

/** How many disks hold each byte: all of RAID 1, two of RAID 10, one elsewhere. */
export function mirrorCopies({ level, disks }: RaidShape): number {
  return level === 1 ? disks : level === 10 ? 2 : 1
}

/** Disks' worth of content: the capacity of the array in disks. */
export function dataDisks(shape: RaidShape): number {
  return (shape.disks - parityDisks(shape)) / mirrorCopies(shape)
}

/** Whether the content can still be read when these members are missing. */
export function survives(shape: RaidShape, missing: ReadonlySet<number>): boolean {
  if (shape.level === 1) return missing.size < shape.disks
  if (shape.level !== 10) return missing.size <= parityDisks(shape)
  return ![...missing].some((member) => missing.has(mirrorOf(member)))
}

/** The other half of a member's pair in RAID 10: disks 0 and 1 mirror each other, 2 and 3, and so on. */
export function mirrorOf(member: number): number {
  return member % 2 === 0 ? member + 1 : member - 1
}

/**
 * Accesses that a write of so many chunks of one stripe costs. Parity is updated by reading the old chunks and the old
 * parity, then writing both anew: 2 + 2 for one chunk in RAID 5, 3 + 3 in RAID 6. Mirrors write each copy.
 */
export function smallWriteAccesses(shape: RaidShape, chunks: number): { readonly reads: number; readonly writes: number } {
  const parity = parityDisks(shape)
  if (parity === 0) return { reads: 0, writes: chunks * mirrorCopies(shape) }
  return { reads: chunks + parity, writes: chunks + parity }
}
