import { describe, expect, it } from 'vitest'
import { requirePattern } from './pattern.ts'

describe('Pattern.compile', () => {
  it.each(['(a', 'a)', '[a', '*a', 'a|*', '(*a)', 'a\\', 'a{', '(?:a', '[a[b]'])('refuses %j', (regex) => {
    expect(() => {
      requirePattern(regex)
    }).toThrow('java.util.regex.PatternSyntaxException')
  })

  it.each([
    '',
    '.*',
    '(a|b)+',
    'a++',
    'a*?',
    '[]a]',
    '[^]a]',
    '[a&&[^b]]',
    '\\(',
    '\\Q(\\E',
    '\\Q(',
    '(?<name>a)',
    '(?i)a',
    'a{2,3}',
    'a{2,}b',
  ])('takes %j', (regex) => {
    expect(() => {
      requirePattern(regex)
    }).not.toThrow()
  })
})
