import { describe, expect, it } from 'vitest'
import { Host } from './host.ts'
import type { Process } from './process.ts'
import { Simulation } from './simulation.ts'

const quiet = { onStart: (): void => undefined, onEnd: (): void => undefined }

describe('Simulation', () => {
  it('ends at the limit of events with a sentence that names what used them up', () => {
    const simulation = new Simulation({ seed: 1, limits: { events: 1_000 } })
    const spinner = simulation.owner('spinner')
    const idler = simulation.owner('idler')
    const spin = (): void => { simulation.after(10, spinner, spin) }
    spin()
    simulation.after(50, idler, () => undefined)
    simulation.runUntil(1_000_000_000)
    expect(simulation.limitReached).toMatchObject({ limit: 'events', allowed: 1_000 })
    expect(simulation.limitReached?.sentence).toMatch(/^The run ended at 0\.010 s of virtual time: it reached its limit of 1000 events\. Most were used by spinner \(9\d\d events\)\.$/)
  })

  it('ends an endless chain of events at one instant, too', () => {
    const simulation = new Simulation({ seed: 1, limits: { events: 500 } })
    const owner = simulation.owner('zero delay')
    const spin = (): void => { simulation.after(0, owner, spin) }
    spin()
    simulation.runUntil(10)
    expect(simulation.limitReached?.sentence).toContain('zero delay')
  })

  it('ends at the limits of virtual time and of bytes held', () => {
    const late = new Simulation({ seed: 1, limits: { virtualTimeMicros: 5_000_000 } })
    late.at(6_000_000, late.owner('late'), () => undefined)
    late.runUntil(Number.POSITIVE_INFINITY)
    expect(late.limitReached?.sentence).toContain('limit of 5000000 microseconds of virtual time')
    const heavy = new Simulation({ seed: 1, limits: { countedBytes: 100 } })
    heavy.at(1, heavy.owner('log'), () => { heavy.holdBytes(101, 'log') })
    heavy.runUntil(10)
    expect(heavy.limitReached?.sentence).toContain('limit of 100 bytes held. Most were used by log')
  })

  it('refuses events in the past and between microseconds, as defects', () => {
    const simulation = new Simulation({ seed: 1 })
    const owner = simulation.owner('o')
    expect(() => simulation.at(1.5, owner, () => undefined)).toThrow(RangeError)
    simulation.runUntil(100)
    expect(() => simulation.at(99, owner, () => undefined)).toThrow(RangeError)
  })

  it('leaves the random numbers of a component alone when another one draws', () => {
    const draw = (withOther: boolean): number[] => {
      const simulation = new Simulation({ seed: 4 })
      const numbers: number[] = []
      for (let index = 0; index < 5; index++) {
        if (withOther) simulation.random('other').nextUint32()
        numbers.push(simulation.random('mine').nextUint32())
      }
      return numbers
    }
    expect(draw(true)).toEqual(draw(false))
  })
})

describe('Process', () => {
  const setUp = (): { simulation: Simulation; host: Host; process: Process; ticks: number[] } => {
    const simulation = new Simulation({ seed: 1 })
    const host = new Host(simulation, 'h')
    const ticks: number[] = []
    const process: Process = host.process(
      {
        onStart: () => {
          const tick = (): void => {
            ticks.push(simulation.nowMicros)
            process.after(100, tick)
          }
          tick()
        },
        onEnd: quiet.onEnd,
      },
      { name: 'p', bootMicros: 50 },
    )
    return { simulation, host, process, ticks }
  }

  it('runs its program after its boot time, and nothing after a kill', () => {
    const { simulation, process, ticks } = setUp()
    process.start()
    simulation.runUntil(300)
    process.kill()
    simulation.runUntil(1_000)
    expect(ticks).toEqual([50, 150, 250])
    expect(process.state).toBe('stopped')
  })

  it('does not run timers of an earlier life after a restart', () => {
    const { simulation, process, ticks } = setUp()
    process.start()
    simulation.runUntil(120)
    process.kill()
    process.start()
    simulation.runUntil(400)
    expect(ticks).toEqual([50, 170, 270, 370])
  })

  it('handles what fell due while it was paused when it continues', () => {
    const { simulation, process, ticks } = setUp()
    process.start()
    simulation.runUntil(60)
    process.pause()
    simulation.runUntil(1_000)
    process.resume()
    simulation.runUntil(1_150)
    expect(ticks).toEqual([50, 1_000, 1_100])
  })

  it('comes back with its host when it is set up to', () => {
    const { simulation, host, process, ticks } = setUp()
    process.start()
    simulation.runUntil(100)
    host.powerCut()
    process.start()
    simulation.runUntil(200)
    expect(process.state).toBe('stopped')
    host.powerOn()
    simulation.runUntil(300)
    expect(ticks).toEqual([50, 250])
  })
})
