import { describe, expect, it } from 'vitest'
import { coverage } from './coverage.ts'
import { loadConf } from './load-conf.ts'

const LOADED = loadConf({
  text: [
    'a1.sources = r1',
    'a1.channels = c1',
    'a1.sinks = k1',
    'a1.sources.r1.type = seq',
    'a1.sources.r1.channels = c1',
    'a1.channels.c1.type = memory',
    'a1.sinks.k1.type = hdfs',
    'a1.sinks.k1.channel = c1',
    'a1.sinks.k1.hdfs.path = /x',
  ].join('\n'),
  fileName: 'flume.conf',
  agent: 'a1',
})
const ALL_BUT_HDFS = [
  'org.apache.flume.source.SequenceGeneratorSource',
  'org.apache.flume.channel.MemoryChannel',
  'org.apache.flume.channel.ReplicatingChannelSelector',
]

describe('the coverage verdict', () => {
  it('is clean when every class is simulated', () => {
    expect(coverage(LOADED, new Set([...ALL_BUT_HDFS, 'org.apache.flume.sink.hdfs.HDFSEventSink']))).toEqual({
      covered: true,
      gaps: [],
    })
  })

  it('names component, type, line and a stand-in of what is not', () => {
    const { covered, gaps } = coverage(LOADED, new Set(ALL_BUT_HDFS))
    expect(covered).toBe(false)
    expect(gaps).toHaveLength(1)
    expect(gaps[0]).toMatchObject({ kind: 'sink', name: 'k1', type: 'hdfs', line: 7 })
    expect(gaps[0]?.message).toBe(
      'Flume loads the sink k1 of type hdfs (line 7), but org.apache.flume.sink.hdfs.HDFSEventSink is not simulated here. ' +
        'To run this agent, put a stand-in there: a null or file_roll sink with the same batch size.',
    )
  })

  it('looks at selectors too', () => {
    expect(coverage(LOADED, new Set()).gaps.map(({ kind }) => kind)).toEqual(['channel', 'source', 'selector', 'sink'])
  })
})
