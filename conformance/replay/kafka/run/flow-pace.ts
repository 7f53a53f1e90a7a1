import { isList, listOf, numberOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'

/** When a flow's records are due. */
export interface FlowPace {
  /** Microseconds from the first record's time to that of the record with a number. */
  readonly dueMicros: (number: number) => number
  /** The first record can come any time up to this after the start. */
  readonly phaseMicrosMax: number
  /** How long it lasts by itself; infinite when it has to be stopped. */
  readonly lengthMicros: number
  /** Whether its thread sleeps between records. */
  readonly isPaced: boolean
}

/** What a call of send() costs a thread that does nothing else. */
const sendMicros = 10

/** A flow's `periodMs` (0: as fast as send() returns) or its `rates`: `[seconds, records per second]` one after the other. @throws NotReplayable without either */
export function paceOf(step: Json): FlowPace {
  const rates = listOf(step, 'rates').map(rateOf)
  if (rates.length > 0) return changingPace(rates)
  const periodMs = numberOf(step, 'periodMs')
  if (periodMs === undefined) throw new NotReplayable('the flow has neither a period nor rates')
  const periodMicros = periodMs === 0 ? sendMicros : periodMs * 1000
  return { dueMicros: (number) => number * periodMicros, phaseMicrosMax: periodMicros, lengthMicros: Infinity, isPaced: periodMs > 0 }
}

interface Rate {
  readonly seconds: number
  readonly perSecond: number
}

function rateOf(entry: Json): Rate {
  const [seconds, perSecond] = isList(entry) ? [Number(entry[0]), Number(entry[1])] : [numberOf(entry, 'seconds'), numberOf(entry, 'perSecond') ?? numberOf(entry, 'rate')]
  if (seconds === undefined || perSecond === undefined || !(perSecond >= 0) || !(seconds > 0)) throw new NotReplayable(`the rate ${JSON.stringify(entry)} of a flow is not known`)
  return { seconds, perSecond }
}

function changingPace(rates: readonly Rate[]): FlowPace {
  const lengthMicros = rates.reduce((sum, { seconds }) => sum + seconds * 1_000_000, 0)
  const dueMicros = (number: number): number => {
    let before = 0
    let startMicros = 0
    for (const { seconds, perSecond } of rates) {
      const count = seconds * perSecond
      if (number < before + count) return startMicros + Math.floor(((number - before) * 1_000_000) / perSecond)
      before += count
      startMicros += seconds * 1_000_000
    }
    return lengthMicros
  }
  return { dueMicros, phaseMicrosMax: 1_000_000 / Math.max(1, rates[0]?.perSecond ?? 1), lengthMicros, isPaced: true }
}
