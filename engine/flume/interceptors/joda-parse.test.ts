import { describe, expect, it } from 'vitest'
import { JavaException } from '../conf/java/java-exception.ts'
import { jodaParseMillis } from './joda-parse.ts'
import { jodaTokens } from './joda-pattern.ts'

function millis(pattern: string, text: string): number | string {
  try {
    return jodaParseMillis(jodaTokens(pattern) ?? [], text)
  } catch (error) {
    if (error instanceof JavaException) return error.className
    throw error
  }
}

describe('times by patterns of Joda-Time', () => {
  it.each([
    ['yyyy-MM-dd HH:mm:ss', '2026-03-01 12:30:05', Date.UTC(2026, 2, 1, 12, 30, 5)],
    ['yyyy-MM-dd HH:mm:ss.SSS', '2024-02-29 00:00:00.007', Date.UTC(2024, 1, 29) + 7],
    ['dd/MMM/yyyy:HH:mm:ss Z', '10/Oct/2000:13:55:36 -0700', Date.UTC(2000, 9, 10, 20, 55, 36)],
    ['yyyyMMddHHmm', '202601020304', Date.UTC(2026, 0, 2, 3, 4)],
    ["yyyy-MM-dd'T'HH:mm:ssZ", '1969-12-31T23:59:59+00:00', -1000],
    ['h:mm a d MMMM yyyy', '12:05 am 3 January 2001', Date.UTC(2001, 0, 3, 0, 5)],
  ])('reads %s', (pattern, text, expected) => {
    expect(millis(pattern, text)).toBe(expected)
  })

  it('refuses a text of another form, and a day that there is not', () => {
    expect(millis('yyyy-MM-dd', '03/01')).toBe('java.lang.IllegalArgumentException')
    expect(millis('yyyy-MM-dd', '2026-03-01x')).toBe('java.lang.IllegalArgumentException')
    expect(millis('yyyy-MM-dd', '2026-02-30')).toBe('org.joda.time.IllegalFieldValueException')
  })

  it('does not know the letters of eras and weeks', () => {
    expect(jodaTokens('yyyy G')).toBeUndefined()
  })
})
