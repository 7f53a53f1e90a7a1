import type { LogConfig } from '../log-config.ts'
import type { SegmentFile } from '../log-files.ts'
import { segmentIndexOf } from '../log-search.ts'
import type { PartitionLog } from '../partition-log.ts'
import { largestTimestampMs } from '../segment-age.ts'

/** What a cleaning of a log would look at (LogToClean). */
export interface LogToClean {
  readonly firstDirtyOffset: number
  readonly firstUncleanableOffset: number
  /** Bytes of segments before the first dirty offset. */
  readonly cleanBytes: number
  readonly cleanableBytes: number
  /** Share of the cleanable bytes in both; 0 when there are none. */
  readonly cleanableRatio: number
}

/**
 * From where to where a log could be cleaned now (LogCleanerManager.cleanableOffsets): not past the last stable offset, not
 * the active segment, and not what is younger than min.compaction.lag.ms.
 */
export function logToClean(log: PartitionLog, nowMs: number): LogToClean {
  const { segments, firstDirtyOffset: checkpoint } = log.files
  const firstDirtyOffset = checkpoint === undefined || checkpoint < log.logStartOffset || checkpoint > log.logEndOffset ? log.logStartOffset : checkpoint
  const activeOffset = segments[segments.length - 1]?.baseOffset ?? 0
  const { minCompactionLagMs } = log.config
  const young = minCompactionLagMs <= 0 ? undefined
    : segmentsBetween(segments, firstDirtyOffset, activeOffset).find((segment) => largestTimestampMs(segment) > nowMs - minCompactionLagMs)
  const limit = Math.min(log.lastStableOffset, activeOffset, young?.baseOffset ?? Number.POSITIVE_INFINITY)
  const firstUncleanableOffset = segments[segmentIndexOf(segments, limit)]?.baseOffset ?? activeOffset
  const cleanBytes = bytesOf(segmentsBetween(segments, 0, firstDirtyOffset))
  const cleanableBytes = bytesOf(segmentsBetween(segments, Math.min(firstDirtyOffset, firstUncleanableOffset), firstUncleanableOffset))
  const totalBytes = cleanBytes + cleanableBytes
  return { firstDirtyOffset, firstUncleanableOffset, cleanBytes, cleanableBytes, cleanableRatio: totalBytes === 0 ? 0 : cleanableBytes / totalBytes }
}

/** Whether the log may be cleaned: it is dirty enough, or something in it has waited longer than max.compaction.lag.ms. */
export function isCleanable(log: PartitionLog, candidate: LogToClean, nowMs: number): boolean {
  if (!log.config.isCompacted || candidate.cleanBytes + candidate.cleanableBytes === 0) return false
  return candidate.cleanableRatio > log.config.minCleanableDirtyRatio
    || (candidate.cleanableBytes > 0 && isOverdue(log.files.segments, candidate.firstDirtyOffset, log.config, nowMs))
}

/** The segments from the one that holds an offset up to, and without, the one that begins at another. */
export function segmentsBetween(segments: readonly SegmentFile[], fromOffset: number, endOffset: number): readonly SegmentFile[] {
  return segments.slice(segmentIndexOf(segments, fromOffset)).filter(({ baseOffset }) => baseOffset < endOffset)
}

function isOverdue(segments: readonly SegmentFile[], firstDirtyOffset: number, { maxCompactionLagMs }: LogConfig, nowMs: number): boolean {
  const dirty = segmentsBetween(segments.slice(0, -1), firstDirtyOffset, Number.POSITIVE_INFINITY)
  const timestampsMs = dirty.flatMap(({ file }) => file.entries[0]?.maxTimestampMs ?? []).filter((timestampMs) => timestampMs > 0)
  return Math.min(...timestampsMs) < nowMs - maxCompactionLagMs
}

function bytesOf(segments: readonly SegmentFile[]): number {
  return segments.reduce((bytes, { file }) => bytes + file.lengthBytes, 0)
}
