import { Host } from '../engine/sim/host.ts'
import { Simulation } from '../engine/sim/simulation.ts'
import { batchMeans, simulateWaits } from '../tests/queueing-station.ts'
import { fastest, rate } from './measure.ts'
import { plainHeapMm1, simJsMm1, simScriptMm1 } from './peers.ts'

const ownMm1 = (customers: number): number => {
  simulateWaits({ servers: 1, utilisation: 0.8, service: 'exponential', customers, seed: 1 })
  return customers * 2
}

/** 10,000 timers that each fire and start again, and are sometimes cancelled; returns events. */
function concurrentTimers(turns: number): number {
  const simulation = new Simulation({ seed: 1 })
  const host = new Host(simulation, 'timers')
  const random = simulation.random('timers')
  let fired = 0
  for (let timer = 0; timer < 10_000; timer++) {
    const again = (): void => {
      fired++
      const guard = simulation.after(5_000_000, host, () => undefined)
      simulation.cancel(guard)
      if (fired < turns) simulation.after(1 + random.nextInt(1_000_000), host, again)
    }
    simulation.after(1 + random.nextInt(1_000_000), host, again)
  }
  simulation.runUntil(Number.POSITIVE_INFINITY)
  return fired
}

/** The kernel beside other simulators, and how its cost grows. */
export async function kernelBench(): Promise<Record<string, number>> {
  const own = await fastest(3, () => ownMm1(500_000))
  const heap = await fastest(3, () => plainHeapMm1(500_000))
  const simJs = await fastest(2, () => simJsMm1(50_000))
  const simScript = await fastest(1, () => simScriptMm1(5_000))
  const small = await fastest(5, () => ownMm1(50_000))
  const large = await fastest(1, () => ownMm1(5_000_000))
  const timers = await fastest(2, () => concurrentTimers(500_000))
  const heavy = batchMeans(simulateWaits({ servers: 1, utilisation: 0.95, service: 'exponential', customers: 4_000_000, seed: 11 }))
  return {
    'M/M/1, events per second': rate(own),
    'plain binary heap, events per second': rate(heap),
    'simjs 2.0.3, events per second': rate(simJs),
    'SimScript 1.0.37, events per second': rate(simScript),
    'ratio to simjs': ratio(rate(own), rate(simJs)),
    'ratio to SimScript': ratio(rate(own), rate(simScript)),
    'ratio to the plain binary heap': ratio(rate(own), rate(heap)),
    '10,000 concurrent timers, events per second': rate(timers),
    'cost of 10^7 events over 100 times the cost of 10^5': ratio(large.seconds / large.events, small.seconds / small.events),
    'M/M/1 at 0.95: mean wait over theory': ratio(heavy.mean, 0.95 / 0.05),
    'M/M/1 at 0.95: half width of the 99 % interval over the mean': ratio(heavy.halfWidth, heavy.mean),
  }
}

function ratio(value: number, base: number): number {
  return Number((value / base).toPrecision(3))
}
