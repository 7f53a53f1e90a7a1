import { describe, expect, it } from 'vitest'
import { parametersOf } from './model-parameters.ts'

const disk = (value: number) => ({ name: 'Disk: an fsync', value, unit: 'µs', source: 'a modelling choice' })
const raid = { name: 'RAID: chunk', value: 512, unit: 'bytes', source: 'Linux md’s default' }

describe('the parameters of the model', () => {
  it('are listed once, with the value that most runs have', () => {
    const listed = parametersOf([{ modelParameters: [disk(9)] }, { modelParameters: [disk(2)] }, { modelParameters: [disk(2)] }])
    expect(listed).toEqual([{ ...disk(2), component: 'Disk', what: 'an fsync', others: 1 }])
  })

  it('include one that a single run names', () => {
    const listed = parametersOf([{ modelParameters: [disk(2)] }, { modelParameters: [disk(2), raid] }])
    expect(listed.map(({ name }) => name)).toEqual(['Disk: an fsync', 'RAID: chunk'])
  })

  it('are none for runs that list none', () => {
    expect(parametersOf([{ modelParameters: [] }])).toEqual([])
  })
})
