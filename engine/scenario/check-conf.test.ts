import { describe, expect, it } from 'vitest'
import { checkConf } from './check-conf.ts'

const conf = `a1.sources = r1
a1.channels = c1
a1.sinks = k1
a1.sources.r1.type = seq
a1.sources.r1.channels = c1
a1.sources.r1.interceptors = i1
a1.sources.r1.interceptors.i1.type = com.example.Mask$Builder
a1.channels.c1.type = memory
a1.sinks.k1.type = null
a1.sinks.k1.channel = c1
`
const errors = (code: readonly string[]): readonly number[] => checkConf(conf, 'flume.conf', code).filter(({ severity }) => severity === 'error').map(({ line }) => line)

describe('what an editor shows of a flume.conf', () => {
  it('blames the type of an interceptor that nobody brings', () => {
    expect(errors(["agent('a1', { conf })"])).toContain(7)
  })

  it('takes an interceptor whose class the scenario’s code names', () => {
    expect(errors(["agent('a1', { conf, interceptors: { 'com.example.Mask': (event) => event } })"])).toEqual([])
  })
})
