/** Work done and the time that it took. */
export interface Measurement {
  readonly events: number
  readonly seconds: number
}

/** Runs the work several times after one warm-up and keeps the fastest: the one that the machine disturbed least. */
export async function fastest(times: number, work: () => number | Promise<number>): Promise<Measurement> {
  await work()
  let best: Measurement | undefined
  for (let turn = 0; turn < times; turn++) {
    const start = performance.now()
    const events = await work()
    const seconds = (performance.now() - start) / 1000
    if (best === undefined || seconds / events < best.seconds / best.events) best = { events, seconds }
  }
  return best ?? { events: 0, seconds: 0 }
}

/** Events per second, rounded to three figures. */
export function rate({ events, seconds }: Measurement): number {
  return Number((events / seconds).toPrecision(3))
}
