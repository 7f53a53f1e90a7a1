import { microsPerSecond } from '../time.ts'
import { dataDisks, mirrorCopies, parityDisks, smallWriteAccesses, type RaidShape } from './raid-level.ts'

/** What one member can do. */
export interface MemberSpeed {
  /** Time of one access beyond the transfer. */
  readonly accessMicros: number
  readonly bytesPerSecond: number
}

/** What a flush costs an array. */
export interface WriteCost {
  /** Until it is durable, on an array that does nothing else. */
  readonly latencyMicros: number
  /** For how long it keeps the next one from starting: its accesses, shared among the members that are there. */
  readonly occupancyMicros: number
}

/**
 * The cost of making so many bytes durable on an array. Whole stripes go to all members at once. The rest is a small
 * write: its accesses run side by side on different members, the reads of a parity level before its writes, so that it
 * takes one access or two; together they use up what the members can do, which gives the textbook's rate of
 * members × rate of one / accesses per write.
 *
 * @param missing members that are not there: their share of the work falls to the others, and a small write whose chunk
 * was on one of them touches every other member of the stripe instead
 */
export function writeCost(shape: RaidShape, speed: MemberSpeed, chunkBytes: number, dirtyBytes: number, missing: number): WriteCost {
  const stripeBytes = chunkBytes * dataDisks(shape)
  const stripes = Math.floor(dirtyBytes / stripeBytes)
  const restBytes = dirtyBytes - stripes * stripeBytes
  const stripesMicros = transferMicros(stripes * chunkBytes, speed)
  if (restBytes === 0 && stripes > 0) return { latencyMicros: speed.accessMicros + stripesMicros, occupancyMicros: speed.accessMicros + stripesMicros }
  const chunks = Math.max(1, Math.ceil(restBytes / chunkBytes))
  const accessMicros = speed.accessMicros + transferMicros(Math.min(restBytes, chunkBytes), speed)
  const occupancyMicros = stripesMicros + (accessesOf(shape, chunks, missing) * accessMicros) / (shape.disks - missing)
  const phases = parityDisks(shape) > 0 ? 2 : 1
  return { latencyMicros: Math.max(stripesMicros + phases * accessMicros, occupancyMicros), occupancyMicros }
}

function accessesOf(shape: RaidShape, chunks: number, missing: number): number {
  const { reads, writes } = smallWriteAccesses(shape, chunks)
  const missingShare = missing / shape.disks
  if (mirrorCopies(shape) > 1) return writes * (1 - missingShare)
  return (1 - missingShare) * (reads + writes) + missingShare * (shape.disks - missing)
}

function transferMicros(bytes: number, { bytesPerSecond }: MemberSpeed): number {
  return (bytes * microsPerSecond) / bytesPerSecond
}
