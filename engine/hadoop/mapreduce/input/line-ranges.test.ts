import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { belongsToSplit, linesOf } from './line-ranges.ts'
import { splitFile } from './split-size.ts'

describe('the lines of a file', () => {
  it('end with \\n, \\r or \\r\\n, the last one also without', () => {
    expect(linesOf('a\nb\r\nc\rd').map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd'])
    expect(linesOf('\n\n').map(({ start }) => start)).toEqual([0, 1])
    expect(linesOf('')).toEqual([])
  })

  it('belong to one split each, however the file is cut', () => {
    const text = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n')).map((parts) => parts.join(''))
    fc.assert(fc.property(text, fc.integer({ min: 1, max: 20 }), (content, splitSize) => {
      const ranges = splitFile(content.length, splitSize, true)
      for (const { start } of linesOf(content)) expect(ranges.filter((range) => belongsToSplit(start, range))).toHaveLength(1)
    }))
  })
})
