import { describe, expect, it } from 'vitest'
import { javaSplit, javaTrim, splitWhiteSpace } from './java-text.ts'

describe('text as Java treats it', () => {
  it('is trimmed of units up to U+0020 only', () => {
    expect(javaTrim('\u0000\t a b \r\n')).toBe('a b')
    expect(javaTrim('\u00a0a')).toBe('\u00a0a')
  })

  it('is split at ASCII white space', () => {
    expect(splitWhiteSpace('c1 \t c2\fc3')).toEqual(['c1', 'c2', 'c3'])
    expect(splitWhiteSpace('c1\u00a0c2')).toEqual(['c1\u00a0c2'])
  })

  it('keeps an empty text at the start and drops those at the end', () => {
    expect(javaSplit(' a  b  ', ' ')).toEqual(['', 'a', '', 'b'])
    expect(javaSplit(',', ',')).toEqual([])
    expect(javaSplit('', ',')).toEqual([''])
  })
})
