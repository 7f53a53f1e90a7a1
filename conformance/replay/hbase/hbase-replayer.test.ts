import { describe, expect, it } from 'vitest'
import { readFacts } from '../../fact.ts'
import { judgeFact } from '../../judge/judge-fact.ts'
import { hbaseReplayer, hbaseTableReplayer } from './hbase-replayer.ts'

describe('recorded facts of HBase and the hbase2 sink', () => {
  it('are reproduced, but for the one whose set-up hides what was done', async () => {
    const missed: string[] = []
    for (const fact of readFacts('conformance/facts/neighbours/hbase.json', 'neighbours/hbase')) {
      const { id, reproduced, units } = await judgeFact(fact, { replayers: [hbaseReplayer, hbaseTableReplayer], seeds: 2, corpusFolder: undefined })
      if (reproduced < units) missed.push(id)
    }
    expect(missed).toEqual(['flume.hbase2-sink.bad-conf.zk-without-port'])
  })
})
