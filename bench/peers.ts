import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import vm from 'node:vm'
import { Entity, Queue, Simulation } from 'simscript'
import { RandomStream } from '../engine/sim/random-stream.ts'

const utilisation = 0.8

interface HeapEvent {
  readonly time: number
  readonly action: () => void
}

/** A textbook binary heap of objects: what one writes in ten minutes. */
class PlainHeap {
  readonly #items: HeapEvent[] = []

  push(event: HeapEvent): void {
    const items = this.#items
    let index = items.push(event) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = items[parent]
      if (above === undefined || above.time <= event.time) break
      items[index] = above
      index = parent
    }
    items[index] = event
  }

  pop(): HeapEvent | undefined {
    const items = this.#items
    const top = items[0]
    const last = items.pop()
    if (top === undefined || last === undefined || items.length === 0) return top
    let index = 0
    for (;;) {
      const left = items[index * 2 + 1]
      const right = items[index * 2 + 2]
      if (left === undefined) break
      const isRight = right !== undefined && right.time < left.time
      const child = isRight ? right : left
      if (last.time <= child.time) break
      items[index] = child
      index = index * 2 + (isRight ? 2 : 1)
    }
    items[index] = last
    return top
  }
}

/** M/M/1 with one closure per event on the plain heap. Returns events. */
export function plainHeapMm1(customers: number): number {
  const heap = new PlainHeap()
  const random = new RandomStream(1, 'plain')
  let now = 0
  let events = 0
  let queued = 0
  let isBusy = false
  let arrived = 0
  const depart = (): void => {
    isBusy = false
    if (queued === 0) return
    queued--
    serve()
  }
  const serve = (): void => {
    isBusy = true
    heap.push({ time: now + random.nextExponential(1), action: depart })
  }
  const arrive = (): void => {
    if (isBusy) queued++
    else serve()
    if (++arrived < customers) heap.push({ time: now + random.nextExponential(1 / utilisation), action: arrive })
  }
  heap.push({ time: 0, action: arrive })
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
    now = next.time
    events++
    next.action()
  }
  return events
}

interface SimJs {
  readonly Sim: new () => { addEntity(entity: unknown): void; simulate(until: number): void }
  readonly Entity: new (...args: unknown[]) => { useFacility(facility: unknown, duration: number): { done(callback: () => void): void }; setTimer(duration: number): { done(callback: () => void): void } }
  readonly Facility: new (name: string) => unknown
}

/** simjs 2.0.3 exports nothing to Node: it puts itself on a browser's `window`, so it gets one. */
function loadSimJs(): SimJs {
  const file = createRequire(import.meta.url).resolve('simjs')
  const window: { Sim?: SimJs } = {}
  const evaluate: unknown = vm.compileFunction(readFileSync(file, 'utf8'), ['window'])
  if (typeof evaluate === 'function') Reflect.apply(evaluate, undefined, [window])
  if (window.Sim === undefined) throw new Error('simjs did not put its classes on window.Sim')
  return window.Sim
}

/** M/M/1 on simjs; returns the number of arrivals and departures. */
export function simJsMm1(customers: number): number {
  const library = loadSimJs()
  const random = new RandomStream(1, 'simjs')
  const facility = new library.Facility('server')
  let arrived = 0
  let departed = 0
  class Source extends library.Entity {
    start(): void {
      this.useFacility(facility, random.nextExponential(1)).done(() => departed++)
      if (++arrived < customers) this.setTimer(random.nextExponential(1 / utilisation)).done(() => { this.start() })
    }
  }
  const simulation = new library.Sim()
  simulation.addEntity(Source)
  simulation.simulate(Number.MAX_SAFE_INTEGER)
  return arrived + departed
}

/** M/M/1 on SimScript; returns the number of arrivals and departures. */
export async function simScriptMm1(customers: number): Promise<number> {
  const random = new RandomStream(1, 'simscript')
  let departed = 0
  class Station extends Simulation {
    readonly server = new Queue('server', 1)
    readonly line = new Queue('line')
    override onStarting(): void {
      super.onStarting()
      this.activate(new Source()).catch((error: unknown) => { throw error })
    }
  }
  class Customer extends Entity<Station> {
    override async script(): Promise<void> {
      await this.enterQueue(this.simulation.line)
      await this.enterQueue(this.simulation.server)
      this.leaveQueue(this.simulation.line)
      await this.delay(random.nextExponential(1))
      this.leaveQueue(this.simulation.server)
      departed++
    }
  }
  class Source extends Entity<Station> {
    override async script(): Promise<void> {
      for (let arrived = 0; arrived < customers; arrived++) {
        this.simulation.activate(new Customer()).catch((error: unknown) => { throw error })
        await this.delay(random.nextExponential(1 / utilisation))
      }
    }
  }
  // SimScript yields to the browser's frames from time to time; Node has none.
  Object.assign(globalThis, { requestAnimationFrame: (callback: () => void) => setImmediate(callback) })
  const station = new Station()
  await new Promise<void>((resolve, reject) => {
    station.finished.addEventListener(() => { resolve() })
    station.start().catch(reject)
  })
  return departed * 2
}
