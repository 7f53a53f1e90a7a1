import { Host } from '../engine/sim/host.ts'
import { Simulation } from '../engine/sim/simulation.ts'
import { ThreadPool } from '../engine/sim/thread-pool.ts'

/** A queueing station: Poisson arrivals, `servers` servers, exponential or constant service. */
export interface Station {
  readonly servers: number
  readonly utilisation: number
  readonly service: 'exponential' | 'constant'
  readonly customers: number
  readonly seed: number
}

/** Mean service time, large against the microsecond to which times are rounded. */
const meanServiceMicros = 10_000

/** Runs the station on the kernel and returns each customer's wait in queue, in mean service times, in order of arrival. */
export function simulateWaits(station: Station): Float64Array {
  const simulation = new Simulation({ seed: station.seed, limits: { events: Number.MAX_SAFE_INTEGER, virtualTimeMicros: Number.MAX_SAFE_INTEGER } })
  const host = new Host(simulation, 'station')
  const process = host.process({ onStart: () => undefined, onEnd: () => undefined }, { name: 'server', bootMicros: 0 })
  process.start()
  const pool = new ThreadPool(process, station.servers)
  const arrivals = simulation.random('arrivals')
  const services = simulation.random('services')
  const meanGapMicros = meanServiceMicros / (station.utilisation * station.servers)
  const waits = new Float64Array(station.customers)
  let arrived = 0
  const arrive = (): void => {
    const number = arrived++
    const arrivedAt = simulation.nowMicros
    const cost = station.service === 'constant' ? meanServiceMicros : Math.round(services.nextExponential(meanServiceMicros))
    pool.submit(cost, () => {
      waits[number] = (simulation.nowMicros - cost - arrivedAt) / meanServiceMicros
    })
    if (arrived < station.customers) simulation.after(Math.round(arrivals.nextExponential(meanGapMicros)), host, arrive)
  }
  simulation.after(0, host, arrive)
  simulation.runUntil(Number.POSITIVE_INFINITY)
  return waits
}

/** A mean with the half width of its 99 % confidence interval. */
export interface Interval {
  readonly mean: number
  readonly halfWidth: number
}

/** Batch means over 30 batches after dropping the first tenth (start-up); t quantile of 29 degrees of freedom. */
export function batchMeans(waits: Float64Array): Interval {
  const batches = 30
  const start = Math.floor(waits.length / 10)
  const size = Math.floor((waits.length - start) / batches)
  const means = Array.from({ length: batches }, (_, batch) => {
    const from = start + batch * size
    return waits.subarray(from, from + size).reduce((sum, wait) => sum + wait, 0) / size
  })
  const mean = means.reduce((sum, value) => sum + value, 0) / batches
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (batches - 1)
  return { mean, halfWidth: 2.756 * Math.sqrt(variance / batches) }
}

/** Erlang's C formula: mean wait in queue of M/M/c, in mean service times. */
export function erlangWait(servers: number, utilisation: number): number {
  const load = servers * utilisation
  let term = 1
  let sum = 1
  for (let n = 1; n < servers; n++) {
    term *= load / n
    sum += term
  }
  const last = (term * load) / servers / (1 - utilisation)
  return last / (sum + last) / (servers * (1 - utilisation))
}
