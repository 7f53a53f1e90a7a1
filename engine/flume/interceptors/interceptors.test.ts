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

describe('the interceptor of UUIDs', () => {
  /** The headers of two events whose source has such an interceptor, as a logger sink shows them. */
  function logged(...lines: readonly string[]): readonly string[] {
    const lane = new FlumeTestLane({ balancesAfterEachEvent: true })
    lane.agent('a1', [
      'a1.sources = r1\na1.channels = c1\na1.sinks = k1\na1.sources.r1.type = exec\na1.sources.r1.command = seq 1 2\na1.sources.r1.channels = c1',
      'a1.channels.c1.type = memory\na1.sinks.k1.type = logger\na1.sinks.k1.channel = c1\na1.sources.r1.interceptors = s u\na1.sources.r1.interceptors.s.type = static',
      'a1.sources.r1.interceptors.u.type = org.apache.flume.sink.solr.morphline.UUIDInterceptor$Builder', ...lines,
    ].join('\n'))
    lane.run(15)
    return lane.logged('Event: {').map((line) => /headers:(\{.*?\})/.exec(line)?.[1] ?? line)
  }

  it('gives each event another one, of version 4, behind the prefix', () => {
    const [first = '', second = ''] = logged('a1.sources.r1.interceptors.u.prefix = p-')
    expect(first).toMatch(/id=p-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/)
    expect(second).not.toBe(first)
  })

  it('keeps a header that is there, unless told not to', () => {
    expect(logged('a1.sources.r1.interceptors.u.headerName = key')).toEqual(['{key=value}', '{key=value}'])
    const [first] = logged('a1.sources.r1.interceptors.u.headerName = key', 'a1.sources.r1.interceptors.u.preserveExisting = false')
    expect(first).toMatch(/^\{key=[0-9a-f]{8}-/)
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
