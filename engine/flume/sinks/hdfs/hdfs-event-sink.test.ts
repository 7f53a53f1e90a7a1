import { describe, expect, it } from 'vitest'
import { FlumeTestLane } from '../../testing/flume-test-lane.ts'

const conf = (...lines: readonly string[]): string =>
  [
    'a1.sources = r1\na1.channels = c1\na1.sinks = k1',
    'a1.sources.r1.type = seq\na1.sources.r1.totalEvents = 100\na1.sources.r1.channels = c1',
    'a1.channels.c1.type = memory',
    'a1.sinks.k1.type = hdfs\na1.sinks.k1.channel = c1\na1.sinks.k1.hdfs.path = file:///out\na1.sinks.k1.hdfs.fileType = DataStream',
    ...lines.map((line) => `a1.sinks.k1.${line}`),
  ].join('\n')

const shapes = (lane: FlumeTestLane): string[] =>
  lane.flume.filesOf(lane.host).lineFilesIn('/out').map((file) => `${file.name.replace(/\d{13}/, 'N')} ${file.lineCount}`)

describe('HdfsEventSink', () => {
  it('rolls by count before the next event, so that the last file stays open', () => {
    const lane = new FlumeTestLane({ balancesAfterEachEvent: true })
    lane.agent('a1', conf('hdfs.rollInterval = 0', 'hdfs.rollSize = 0', 'hdfs.rollCount = 30', 'hdfs.useRawLocalFileSystem = true'))
    lane.run(10)
    expect(shapes(lane)).toEqual(['FlumeData.N 30', 'FlumeData.N 30', 'FlumeData.N 30', 'FlumeData.N.tmp 10'])
  })

  it('closes and renames its files when the agent stops in order', () => {
    const lane = new FlumeTestLane({ balancesAfterEachEvent: true })
    const agent = lane.agent('a1', conf('hdfs.rollInterval = 0', 'hdfs.rollSize = 0', 'hdfs.rollCount = 0'))
    lane.run(10)
    agent.process.terminate()
    lane.run(10)
    expect(shapes(lane)).toEqual(['FlumeData.N 100'])
  })

  it('loses what a checksummed file holds back when the agent is killed, though the channel let it go', () => {
    const lane = new FlumeTestLane({ balancesAfterEachEvent: true })
    const agent = lane.agent('a1', conf('hdfs.rollInterval = 0', 'hdfs.rollSize = 0', 'hdfs.rollCount = 30'))
    lane.run(10)
    agent.process.kill()
    lane.run(1)
    expect(shapes(lane)).toEqual(['FlumeData.N 30', 'FlumeData.N 30', 'FlumeData.N 30', 'FlumeData.N.tmp 0'])
  })
})
