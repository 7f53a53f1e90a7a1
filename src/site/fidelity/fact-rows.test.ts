import { describe, expect, it } from 'vitest'
import { matchingFacts, type FactTable } from './fact-rows.ts'

const table: FactTable = {
  families: [
    { page: '/fidelity/flume/reload/', title: 'Edits' },
    { page: '/fidelity/kafka/log/', title: 'Logs' },
  ],
  rows: [
    ['flume.reload.rename', 'A renamed channel is dropped.', 'Flume 1.11.0', 0, 1, 1],
    ['kafka.log.roll', 'A segment rolls by time.', 'Kafka 4.3.0', 1, 10, 9],
    ['kafka.log.retention', 'Old segments go first.', 'Kafka 4.3.0', 1, 4, 4],
  ],
}
const everything = { system: '', family: '', state: '', text: '' } as const
const ids = (query: Partial<typeof everything> | object): readonly string[] =>
  matchingFacts(table, { ...everything, ...query }).map(([id]) => id)

describe('the filter of recorded facts', () => {
  it('has all facts when nothing is asked for', () => {
    expect(ids({})).toHaveLength(3)
  })

  it('narrows by system, family and words in any order and case', () => {
    expect(ids({ system: 'Flume 1.11.0' })).toEqual(['flume.reload.rename'])
    expect(ids({ family: '/fidelity/kafka/log/' })).toHaveLength(2)
    expect(ids({ text: 'SEGMENT roll' })).toEqual(['kafka.log.roll'])
  })

  it('counts a fact as missed when one of its units is', () => {
    expect(ids({ state: 'missed' })).toEqual(['kafka.log.roll'])
    expect(ids({ state: 'reproduced' })).toHaveLength(2)
  })
})
