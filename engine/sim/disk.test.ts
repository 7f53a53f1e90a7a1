import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DiskError } from './disk.ts'
import { Host } from './host.ts'
import { Simulation } from './simulation.ts'

const quiet = { onStart: (): void => undefined, onEnd: (): void => undefined }

describe('AppendFile', () => {
  it('keeps what was synced or written back through a power loss, and reports exactly the rest', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ waitMs: fc.nat(9_000), sync: fc.boolean() }), { minLength: 1, maxLength: 40 }),
        fc.nat(20_000),
        (writes, tailMs) => {
          const simulation = new Simulation({ seed: 1 })
          const host = new Host(simulation, 'h')
          const disk = host.disk('d', { fsyncMicros: 1_000 })
          const process = host.process(quiet, { name: 'p', bootMicros: 0 })
          process.start()
          const lost: number[] = []
          const file = disk.appendFile<number>('log', (entries) => lost.push(...entries))
          const writtenAt: number[] = []
          let synced = 0
          let at = 1
          writes.forEach((write, number) => {
            at += write.waitMs * 1_000
            simulation.at(at, host, () => {
              file.append(number, 100)
              writtenAt.push(simulation.nowMicros)
              if (write.sync) file.sync(process, () => (synced = Math.max(synced, number + 1)))
            })
          })
          const cutAt = at + tailMs * 1_000
          simulation.runUntil(cutAt)
          host.powerCut()
          const kept = file.entries.length
          const tick = Math.floor(cutAt / 5_000_000) * 5_000_000 - 30_000_000
          const writtenBack = writtenAt.filter((time) => time <= tick).length
          expect(kept).toBe(Math.max(synced, writtenBack))
          expect([...file.entries, ...lost]).toEqual(writes.map((_, number) => number))
          expect(file.hasTornTail).toBe(lost.length > 0)
        },
      ),
    )
  })

  it('loses nothing of the page cache when only the process is killed', () => {
    const simulation = new Simulation({ seed: 1 })
    const host = new Host(simulation, 'h')
    const process = host.process(quiet, { name: 'p', bootMicros: 0 })
    const file = host.disk('d').appendFile<string>('log', () => undefined)
    process.start()
    file.append('unsynced', 10)
    process.kill()
    expect(file.entries).toEqual(['unsynced'])
  })

  it('is lost with its machine: what was in the page cache too, and for that cause', () => {
    const simulation = new Simulation({ seed: 1 })
    const host = new Host(simulation, 'h')
    const process = host.process(quiet, { name: 'p', bootMicros: 0 })
    const causes: string[] = []
    const file = host.disk('d').appendFile<string>('log', (entries, cause) => { causes.push(`${entries.join()}: ${cause}`) })
    process.start()
    file.append('unsynced', 10)
    host.lose()
    expect(causes).toEqual(['unsynced: host lost'])
    expect([host.hasPower, process.isAlive]).toEqual([false, false])
  })

  it('lets syncs of one disk wait for each other', () => {
    const simulation = new Simulation({ seed: 1 })
    const host = new Host(simulation, 'h')
    const disk = host.disk('d', { fsyncMicros: 2_000, bytesPerSecond: 1_000_000 })
    const process = host.process(quiet, { name: 'p', bootMicros: 0 })
    process.start()
    const file = disk.appendFile<string>('log', () => undefined)
    const done: number[] = []
    file.append('a', 1_000)
    file.sync(process, () => done.push(simulation.nowMicros))
    disk.appendFile<string>('other', () => undefined).sync(process, () => done.push(simulation.nowMicros))
    simulation.runUntil(1_000_000)
    expect(done).toEqual([3_000, 5_000])
  })

  it('refuses to grow beyond the capacity, and to work after the disk is lost', () => {
    const simulation = new Simulation({ seed: 1 })
    const disk = new Host(simulation, 'h').disk('d', { capacityBytes: 150 })
    const lost: string[] = []
    const file = disk.appendFile<string>('log', (entries, cause) => lost.push(...entries, cause))
    file.append('a', 100)
    expect(() => { file.append('b', 100) }).toThrow(new DiskError('full', 'h/d'))
    disk.lose()
    expect(lost).toEqual(['a', 'disk lost'])
    expect(() => { file.append('c', 1) }).toThrow(new DiskError('lost', 'h/d'))
  })
})

describe('Disk', () => {
  it('tells its state only once something befalls it, and the worst of it first', () => {
    const simulation = new Simulation({ seed: 1 })
    const disk = new Host(simulation, 'h').disk('d', { capacityBytes: 1_000 })
    const state = simulation.recorder.track('h/d', 'state', 'text')
    expect(simulation.recorder.textOf(state)).toBe('')
    disk.slow(10)
    expect(simulation.recorder.textOf(state)).toBe('slow')
    disk.fill(0)
    expect(simulation.recorder.textOf(state)).toBe('full')
    disk.lose()
    expect(simulation.recorder.textOf(state)).toBe('lost')
    disk.replace()
    disk.fill(-1)
    disk.slow(1)
    expect(simulation.recorder.textOf(state)).toBe('working')
  })

  it('is full when a write finds no space', () => {
    const simulation = new Simulation({ seed: 1 })
    const disk = new Host(simulation, 'h').disk('d', { capacityBytes: 1_000 })
    expect(() => { disk.allocate(1_001) }).toThrow(DiskError)
    expect(simulation.recorder.textOf(simulation.recorder.track('h/d', 'state', 'text'))).toBe('full')
  })
})

describe('ValueFile', () => {
  it('goes back to its last durable content at a power loss', () => {
    const simulation = new Simulation({ seed: 1 })
    const host = new Host(simulation, 'h')
    const process = host.process(quiet, { name: 'p', bootMicros: 0 })
    process.start()
    const file = host.disk('d').valueFile<number>('position')
    file.write(1)
    file.sync(process, () => { file.write(2) })
    simulation.runUntil(1_000_000)
    expect(file.read()).toBe(2)
    host.powerCut()
    expect(file.read()).toBe(1)
  })
})
