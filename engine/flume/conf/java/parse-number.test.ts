import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJavaDouble, parseJavaInt, parseJavaLong } from './parse-number.ts'

describe('Integer.parseInt', () => {
  it('reads back every 32-bit number', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(parseJavaInt(String(value))).toBe(value)
      }),
    )
  })

  it.each(['', 'abc', '1.5', '1e3', ' 1', '0x10', '2147483648', '-2147483649', '1_000', '--1'])(
    'refuses %j with its text',
    (text) => {
      expect(() => parseJavaInt(text)).toThrow(`java.lang.NumberFormatException: For input string: "${text}"`)
    },
  )

  it('takes a sign, and the limits', () => {
    expect(parseJavaInt('+7')).toBe(7)
    expect(parseJavaInt('-2147483648')).toBe(-2147483648)
  })

  it('says of null that it cannot be parsed', () => {
    expect(() => parseJavaInt(null)).toThrow('java.lang.NumberFormatException: Cannot parse null string')
  })
})

describe('Long.parseLong', () => {
  it('takes 64 bits and no more', () => {
    expect(parseJavaLong('2147483648')).toBe(2147483648)
    expect(parseJavaLong('9223372036854775807')).toBe(2 ** 63)
    expect(() => parseJavaLong('9223372036854775808')).toThrow('For input string: "9223372036854775808"')
  })
})

describe('Double.parseDouble', () => {
  it('takes decimals, exponents and type suffixes', () => {
    expect([' 1.5 ', '1e3', '.5', '2.', '1d', '-3F'].map(parseJavaDouble)).toEqual([1.5, 1000, 0.5, 2, 1, -3])
  })

  it('refuses what is empty or no number', () => {
    expect(() => parseJavaDouble(' ')).toThrow('empty String')
    expect(() => parseJavaDouble('1,5')).toThrow('For input string: "1,5"')
  })
})
