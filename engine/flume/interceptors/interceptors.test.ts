import { describe, expect, it } from 'vitest'
import { FlumeTestLane } from '../testing/flume-test-lane.ts'
import { javaRegex, javaReplacement } from './java-regex.ts'

/** Lines that reach the file of an agent whose exec source prints them through some interceptors. */
function delivered(...interceptors: readonly string[]): { readonly lines: readonly string[]; readonly lane: FlumeTestLane } {
  const lane = new FlumeTestLane({ balancesAfterEachEvent: true })
  const conf = [
    'a1.sources = r1\na1.channels = c1\na1.sinks = k1\na1.sources.r1.type = exec\na1.sources.r1.command = seq 1 12\na1.sources.r1.channels = c1',
    'a1.channels.c1.type = memory\na1.sinks.k1.type = file_roll\na1.sinks.k1.sink.directory = /out\na1.sinks.k1.channel = c1',
    ...interceptors.map((line) => `a1.sources.r1.${line}`),
  ]
  lane.agent('a1', conf.join('\n'))
  lane.run(15)
  return { lines: lane.linesIn('/out'), lane }
}

describe('interceptors of an agent', () => {
  it('filter by a pattern, and the books say so', () => {
    const { lines } = delivered('interceptors = f', 'interceptors.f.type = regex_filter', 'interceptors.f.regex = ^1', 'interceptors.f.excludeEvents = true')
    expect(lines).toEqual(['2', '3', '4', '5', '6', '7', '8', '9'])
  })

  it('run in the order of the list', () => {
    const { lines } = delivered(
      'interceptors = s f', 'interceptors.s.type = search_replace', 'interceptors.s.searchPattern = ^(.)(.)$', 'interceptors.s.replaceString = $2-$1',
      'interceptors.f.type = regex_filter', 'interceptors.f.regex = -',
    )
    expect(lines).toEqual(['0-1', '1-1', '2-1'])
  })
})

describe('javaRegex', () => {
  it('keeps the meaning of $ before a last line terminator', () => {
    expect('a\nb\n'.search(javaRegex('b$') ?? /x/)).toBe(2)
    expect('a b\nc'.search(javaRegex('b$') ?? /x/)).toBe(-1)
  })

  it('refuses what JavaScript does not have', () => {
    expect(javaRegex('a++')).toBeUndefined()
    expect(javaRegex('(?>a)')).toBeUndefined()
    expect(javaRegex('\\p{Lu}')).toBeUndefined()
  })

  it('replaces by groups as Matcher.replaceAll does', () => {
    expect(javaReplacement('$2$1\\$')(['12', '1', '2'], {})).toBe('21$')
    expect(javaReplacement('<${w}>')(['x'], { w: 'x' })).toBe('<x>')
    expect(javaReplacement('$1')(['a'], {})).toBeUndefined()
  })
})
