import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RecordContent } from '../../ledger/record-stream.ts'
import type { EventRun } from '../event/event-run.ts'
import { FlumeTestLane } from '../testing/flume-test-lane.ts'

const growing: RecordContent = {
  name: 'growing',
  valueBytes: (number) => number % 7,
  value: (number) => 'x'.repeat(number % 7),
  key: () => undefined,
  headers: () => undefined,
  isUniform: false,
}

const numbersOf = (runs: readonly EventRun[]): number[] => runs.flatMap(({ first, count }) => Array.from({ length: count }, (_, index) => first + index))

describe('LineFile', () => {
  it('finds the byte of every line, and the line of every byte where one begins', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 }), fc.boolean(), (writes, isUniform) => {
        const lane = new FlumeTestLane()
        const stream = isUniform ? lane.stream : lane.lane.streams.add(growing)
        const file = lane.flume.filesOf(lane.host).open('/data/f')
        const starts: number[] = [0]
        let next = 0
        for (const count of writes) {
          file.write([{ first: stream.base + next, count }])
          for (let index = 0; index < count; index++) starts.push((starts.at(-1) ?? 0) + stream.content.valueBytes(next++) + 1)
        }
        expect(file.lengthBytes).toBe(starts.at(-1))
        for (let line = 0; line <= next; line++) {
          expect(file.byteOfLine(line)).toBe(starts[line])
          expect(file.lineOfByte(starts[line] ?? 0)).toBe(line)
          expect(numbersOf(file.read(line, 4))).toEqual(Array.from({ length: Math.min(4, next - line) }, (_, index) => stream.base + line + index))
        }
      }),
    )
  })

  it('waits for a reader, unless a sink writes it', () => {
    const lane = new FlumeTestLane()
    const files = lane.flume.filesOf(lane.host)
    lane.ledger.owe(lane.stream.index, [lane.ledger.destination('d').index])
    files.open('/data/log').write([lane.records(0, 5)])
    expect(lane.ledger.balance()[0]?.lines.map(({ fate, count }) => [fate, count])).toEqual([['in flight', 5]])
    expect(files.names('/data')).toEqual(['log'])
  })

  it('reports the lines that a power loss takes', () => {
    const lane = new FlumeTestLane()
    lane.ledger.owe(lane.stream.index, [lane.ledger.destination('d').index])
    lane.flume.filesOf(lane.host).open('/data/log').write([lane.records(0, 5)])
    lane.host.powerCut()
    expect(lane.ledger.balance()[0]?.lines.map(({ fate, count }) => [fate, count])).toEqual([['lost', 5]])
  })
})
