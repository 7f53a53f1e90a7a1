import { describe, expect, it } from 'vitest'
import { firstLoss, objectionsTo, outcomeOf } from './outcome-model.ts'
import { sampleRun } from './testing/sample-run.ts'

describe('the verdict table', () => {
  it('names place and cause of what was lost, and that nobody was told', () => {
    const [lane] = outcomeOf(sampleRun())
    const lost = lane?.destinations[0]?.lines.find(({ fate }) => fate === 'lost')
    expect(lost).toMatchObject({ place: 'collector/a1/c1', cause: 'process killed', told: 'nobody told', count: 4, weight: 'bad' })
  })

  it('adds up to what was owed', () => {
    const destination = outcomeOf(sampleRun())[0]?.destinations[0]
    const sum = destination?.lines.reduce((total, { count }) => total + count, 0)
    expect(sum).toBe(destination?.owed)
  })

  it('points to the first record that was lost', () => {
    expect(firstLoss(sampleRun())).toEqual({ lane: 'Flume', record: 6 })
    expect(firstLoss(sampleRun({ lanes: [] }))).toBeUndefined()
  })

  it('objects to missed expectations, and to nothing in a clean run', () => {
    expect(objectionsTo(sampleRun())).toEqual([])
    const missed = { description: 'flume.lost', expected: '0', actual: '4', isMet: false, position: undefined }
    expect(objectionsTo(sampleRun({ expectations: [missed] }))).toEqual(['Expected flume.lost to be 0, but it was 4.'])
  })
})
