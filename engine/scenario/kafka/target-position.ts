import type { Lane } from '../../ledger/lane.ts'
import { describe, durationMicros, OptionError, OptionReader } from '../check-options.ts'
import type { Play } from '../play/play.ts'

/** Where a position is moved to, with its words for a marker. */
export type TargetPosition = { readonly text: string } & (
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'earliest' | 'latest' }
  | { readonly kind: 'moment'; readonly atMicros: number }
)

/** Reads the option `to` of `seeks` and `resetOffsets`. @throws OptionError */
export function readTargetPosition(play: Play, reader: OptionReader): TargetPosition {
  const to = reader.raw('to')
  if (to === 'beginning') return { kind: 'earliest', text: 'the beginning' }
  if (to === 'end') return { kind: 'latest', text: 'the end' }
  if (typeof to === 'number') {
    if (!Number.isInteger(to) || to < 0) throw new OptionError(`seek offset must not be a negative number or a fraction, and is ${describe(to)}.`, 'to')
    return { kind: 'offset', offset: to, text: `offset ${to}` }
  }
  if (typeof to !== 'object' || to === null) throw reader.wrong('to', "an offset, 'beginning', 'end' or { moment: '10s' }", to)
  const moment = new OptionReader('to', to, ['moment']).raw('moment')
  const atMicros = durationMicros('to', moment, 'moment')
  if (atMicros > play.simulation.nowMicros) throw new OptionError(`to: the moment ${String(moment)} is yet to come.`, 'moment')
  return { kind: 'moment', atMicros, text: `the first record from ${String(moment)} on` }
}

/** The timestamp of a moment of the run, in milliseconds since 1970. */
export function timestampOf(lane: Lane, { atMicros }: { readonly atMicros: number }): number {
  return lane.startMs + Math.ceil(atMicros / 1000)
}
