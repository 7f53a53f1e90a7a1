/** Windows of one length that begin each advance; tumbling when both are equal (TimeWindows). Milliseconds. */
export interface TimeWindows {
  readonly kind: 'time'
  readonly sizeMs: number
  readonly advanceMs: number
  readonly graceMs: number
}

/** Windows that begin and end with records, both ends inclusive (SlidingWindows). Milliseconds. */
export interface SlidingWindows {
  readonly kind: 'sliding'
  readonly differenceMs: number
  readonly graceMs: number
}

/** Periods of activity of a key with no gap as long as this between them (SessionWindows). Milliseconds. */
export interface SessionWindows {
  readonly kind: 'session'
  readonly gapMs: number
  readonly graceMs: number
}

/** Any windows of an aggregation. */
export type Windows = TimeWindows | SlidingWindows | SessionWindows

/** How far apart records may be joined: the other side's at most so much before or after this side's (JoinWindows). Milliseconds. */
export interface JoinWindows {
  readonly beforeMs: number
  readonly afterMs: number
  readonly graceMs: number
}

/** The starts of the time windows that a moment falls into, the earliest first; none begins below 0 (TimeWindows.windowsFor). */
export function windowStartsFor(timestamp: number, { sizeMs, advanceMs }: TimeWindows): readonly number[] {
  const starts: number[] = []
  let start = Math.floor(Math.max(0, timestamp - sizeMs + advanceMs) / advanceMs) * advanceMs
  for (; start <= timestamp; start += advanceMs) starts.push(start)
  return starts
}
