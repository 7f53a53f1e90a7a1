import { describe, expect, it } from 'vitest'
import { summaryRows } from './outcome-summary.ts'
import { sampleRun } from './testing/sample-run.ts'

const [lane] = sampleRun().lanes
const [destination] = lane?.destinations ?? []
if (lane === undefined || destination === undefined) throw new Error('no lane')
const runWith = (count: number): ReturnType<typeof sampleRun> =>
  sampleRun({ lanes: [{ ...lane, destinations: Array.from({ length: count }, (_, index) => ({ ...destination, name: `group-${index}` })) }] })

describe('the verdict at one glance', () => {
  it('has a column for each of some destinations', () => {
    expect(summaryRows(runWith(10)).columns.map(({ destination: name }) => name)).toEqual(Array.from({ length: 10 }, (_, index) => `group-${index}`))
  })

  it('counts many destinations together', () => {
    const { columns, rows } = summaryRows(runWith(50))
    expect(columns.map(({ destination: name }) => name)).toEqual(['50 destinations together'])
    expect(rows.find(({ label }) => label === 'lost')?.cells).toEqual([200])
    expect(rows.find(({ label }) => label === 'longest without a delivery')).toMatchObject({ unit: 'ms', cells: [300] })
  })
})
