import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyChanges, changesBetween } from './file-change.ts'

const text = fc.array(fc.constantFrom('', 'a', 'b', 'a1.sources = r1', 'ü'), { maxLength: 8 }).map((lines) => lines.join('\n'))
const files = fc.dictionary(fc.constantFrom('scenario.ts', 'flume.conf', 'other.conf'), text)

describe('the difference to a shipped scenario', () => {
  it('restores exactly the files it was made from', () => {
    fc.assert(
      fc.property(files, files, (base, edited) => {
        expect(applyChanges(base, changesBetween(base, edited))).toEqual(edited)
      }),
      { numRuns: 2_000 },
    )
  })

  it('holds only the lines between the first and the last change', () => {
    expect(changesBetween({ f: 'a\nb\nc\nd' }, { f: 'a\nX\nc\nd' })).toEqual({ f: [1, ['X'], 2] })
    expect(changesBetween({ f: 'a' }, { f: 'a' })).toEqual({})
  })

  it('refuses changes that were made for other files', () => {
    expect(() => applyChanges({ f: 'a' }, { f: [3, [], 2] })).toThrow(RangeError)
  })
})
