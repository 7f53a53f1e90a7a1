import { describe, expect, it } from 'vitest'
import { javaDouble } from './config-value.ts'
import { durationMs, isPositiveDuration } from './iso-duration.ts'

describe('doubles in messages', () => {
  // The rules of java.lang.Double.toString: plain from 10^-3 up to 10^7, scientific beyond.
  it.each([
    [2, '2.0'],
    [-0.1, '-0.1'],
    [0, '0.0'],
    [0.001, '0.001'],
    [0.0001, '1.0E-4'],
    [9_999_999, '9999999.0'],
    [10_000_000, '1.0E7'],
    [12_345_678.9, '1.23456789E7'],
    [Number.MAX_VALUE, '1.7976931348623157E308'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
  ])('prints %d as %s', (value, expected) => {
    expect(javaDouble(value)).toBe(expected)
  })
})

describe('durations', () => {
  // Examples in the documentation of java.time.Duration.parse.
  it.each([
    ['PT20.345S', 20_345],
    ['PT15M', 900_000],
    ['PT10H', 36_000_000],
    ['P2D', 172_800_000],
    ['P2DT3H4M', 183_840_000],
    ['PT-6H+3M', -21_420_000],
    ['-PT6H', -21_600_000],
  ])('reads %s', (text, expected) => {
    expect(durationMs(text)).toBe(expected)
  })

  it.each(['', 'P', 'PT', 'P1DT', '1H', 'PT1', 'P1Y'])('does not read "%s"', (text) => {
    expect(durationMs(text)).toBeUndefined()
  })

  it('wants no negative duration for by_duration', () => {
    expect(['PT1H', 'PT0S', '-PT1H'].map(isPositiveDuration)).toEqual([true, true, false])
  })
})
