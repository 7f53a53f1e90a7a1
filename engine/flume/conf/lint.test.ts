import { describe, expect, it } from 'vitest'
import { lint } from './lint.ts'

const BASE = [
  'a1.sources = r1',
  'a1.channels = c1',
  'a1.sinks = k1',
  'a1.sources.r1.type = seq',
  'a1.sources.r1.channels = c1',
  'a1.channels.c1.type = file',
  'a1.sinks.k1.type = null',
  'a1.sinks.k1.channel = c1',
]

const findings = (...lines: readonly string[]): ReturnType<typeof lint> => lint([...BASE, ...lines].join('\n'), 'a1')

describe('lint', () => {
  it('has nothing to say of a sound file', () => {
    expect(findings()).toEqual([])
  })

  it('finds a key that nothing reads, and the one that is meant', () => {
    expect(findings('a1.channels.c1.Capcity = 10')).toEqual([
      {
        severity: 'warning',
        message: 'FileChannel does not read Capcity; Flume accepts it in silence. Did you mean capacity?',
        line: 9,
        column: 16,
        endColumn: 23,
        fix: 'capacity',
      },
    ])
  })

  it('knows keys under a prefix, and what Flume reads of every component', () => {
    const known = [
      'a1.sources.r1.interceptors = i',
      'a1.sources.r1.interceptors.i.type = host',
      'a1.sources.r1.selector.optional = c1',
    ]
    expect(findings(...known)).toEqual([])
  })

  it('finds commas in lists and offers the list without them', () => {
    expect(findings('a1.sinks = k1,k2')).toEqual(
      expect.arrayContaining([expect.objectContaining({ severity: 'error', fix: 'k1 k2', line: 9, column: 12 })]),
    )
  })

  it('finds components that are not listed, once', () => {
    const found = findings('a1.sinks.k2.type = null', 'a1.sinks.k2.channel = c1')
    expect(found.map(({ message, line }) => [line, message])).toEqual([
      [9, 'The sink k2 is not in the list a1.sinks, so Flume does not create it.'],
    ])
  })

  it('finds a key that is set twice', () => {
    expect(findings('a1.sinks.k1.channel = c1')[0]).toMatchObject({
      line: 8,
      message: 'Line 9 sets a1.sinks.k1.channel again; only the last one counts.',
    })
  })

  it.each([
    [['a1.sinks = k1 k2', 'a1.sinks.k2.type = null', 'a1.sinks.k2.channel = c1'], 'each event goes to one of them'],
    [['a1.channels.c1.type = memory'], 'is lost whenever the agent ends'],
    [['a1.sources.r1.type = exec', 'a1.sources.r1.command = x'], 'the source stays dead'],
    [['a1.sources.r1.selector.type = multiplexing'], 'has no default'],
    [['a1.sources.r1.selector.optional = c9'], 'is not among its channels'],
    [['a1.sinks.k1.type = http', 'a1.sinks.k1.endpoint = http://h/'], 'Set rollback.200 = false'],
    [['a1.sinks.k1.type = logger', 'a1.sinks.k1.maxBytesToLog = 64'], 'it logs 16 bytes'],
    [
      ['a1.channels = c1 c2', 'a1.channels.c2.type = file', 'a1.sources.r1.channels = c1 c2'],
      'No sink takes events from c2',
    ],
    [
      ['a1.channels = c1 c2', 'a1.channels.c2.type = file', 'a1.sinks.k1.channel = c2'],
      'No source puts events into c2',
    ],
  ])('finds in %j that %s', (lines, part) => {
    expect(findings(...lines).map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringContaining(part)]),
    )
  })

  it('does not call a sink group a split', () => {
    const sinks = ['a1.sinks = k1 k2', 'a1.sinks.k2.type = null', 'a1.sinks.k2.channel = c1']
    const group = ['a1.sinkgroups = g', 'a1.sinkgroups.g.sinks = k1 k2', 'a1.sinkgroups.g.processor.type = failover']
    expect(findings(...sinks, ...group).filter(({ message }) => message.includes('share'))).toEqual([])
  })
})
