import { microsPerSecond } from '../../sim/time.ts'
import type { RandomStream } from '../../sim/random-stream.ts'

/** A stretch of time in which the rate moves evenly from one value to another. */
export interface RateStage {
  readonly lastingMicros: number
  readonly fromPerSecond: number
  readonly toPerSecond: number
}

/** When records come: how many there are, and the moment of each, in whole microseconds. */
export interface Arrivals {
  readonly count: number
  readonly arrivalMicros: (number: number) => number
}

interface TimedStage extends RateStage {
  readonly startMicros: number
  readonly recordsBefore: number
}

/** Arrivals of a piecewise linear rate: record n comes when the area below the rate reaches n. */
export function stagedArrivals(stages: readonly RateStage[], startMicros: number): Arrivals {
  const timed: TimedStage[] = []
  let start = startMicros
  let records = 0
  for (const stage of stages) {
    timed.push({ ...stage, startMicros: start, recordsBefore: records })
    start += stage.lastingMicros
    records += ((stage.fromPerSecond + stage.toPerSecond) / 2) * (stage.lastingMicros / microsPerSecond)
  }
  return {
    count: Math.ceil(records - 1e-9),
    arrivalMicros: timed.length === 1
      ? (number) => arrivalIn(timed[0], number)
      : (number) => arrivalIn(timed.findLast(({ recordsBefore }) => recordsBefore <= number) ?? timed[0], number),
  }
}

function arrivalIn(stage: TimedStage | undefined, number: number): number {
  if (stage === undefined) return 0
  const { fromPerSecond: from, toPerSecond: to, lastingMicros, startMicros, recordsBefore } = stage
  const wanted = number - recordsBefore
  if (from === to) return startMicros + Math.floor((wanted * microsPerSecond) / from)
  const slope = (to - from) / (lastingMicros / microsPerSecond)
  const seconds = (Math.sqrt(Math.max(0, from * from + 2 * slope * wanted)) - from) / slope
  return startMicros + Math.floor(Math.min(seconds * microsPerSecond, lastingMicros))
}

/** Independent arrivals of a mean rate during a time, drawn in advance from a stream of the load's own. */
export function poissonArrivals(random: RandomStream, perSecond: number, startMicros: number, lastingMicros: number): Arrivals {
  const times: number[] = []
  const meanMicros = microsPerSecond / perSecond
  for (let at = random.nextExponential(meanMicros); at < lastingMicros; at += random.nextExponential(meanMicros)) times.push(startMicros + Math.floor(at))
  return { count: times.length, arrivalMicros: (number) => times[number] ?? startMicros + lastingMicros }
}

/** Above this rate records come in groups: a modelling choice, since an event for every record would make a run slow. */
export const groupedAbovePerSecond = 1_000
/** The time that a group stands for. */
export const groupMicros = 1_000

/** The same arrivals, each moved back to the beginning of its millisecond when they come faster than one a millisecond. */
export function groupedArrivals(arrivals: Arrivals, highestPerSecond: number): Arrivals {
  if (highestPerSecond <= groupedAbovePerSecond) return arrivals
  const { count, arrivalMicros } = arrivals
  return { count, arrivalMicros: (number) => Math.floor(arrivalMicros(number) / groupMicros) * groupMicros }
}
