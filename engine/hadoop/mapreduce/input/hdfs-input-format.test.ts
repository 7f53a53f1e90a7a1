import { describe, expect, it } from 'vitest'
import type { Process } from '../../../sim/process.ts'
import type { DfsClient } from '../../hdfs/client/dfs-client.ts'
import { HdfsTestLane } from '../../testing/hdfs-test-lane.ts'
import { HdfsInputFormat } from './hdfs-input-format.ts'

const lineBytes = 10

interface Stage {
  readonly lane: HdfsTestLane
  readonly writer: { readonly client: DfsClient; readonly process: Process }
  /** Numbers of the records that a job reads below /in. */
  readonly records: (maxSize?: number) => readonly number[]
}

function stage(): Stage {
  const lane = new HdfsTestLane()
  const writer = lane.client('writer')
  const { process } = lane.client('job')
  const records = (maxSize = Number.POSITIVE_INFINITY): readonly number[] => {
    const input = new HdfsInputFormat({ paths: ['/in'], minSize: 0, maxSize, isRecursive: false, ignoresSubdirs: false, master: process, clientOf: (one) => lane.hdfs.client(one) })
    const splits = lane.do(process, input.splits())
    return splits.flatMap((split) => lane.do(process, split.read(process))).flatMap(({ runs }) => runs).flatMap(({ first, count }) => Array.from({ length: count }, (_, index) => first + index))
  }
  return { lane, writer, records }
}

const numbers = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, index) => from + index)

describe('a job’s input in HDFS', () => {
  it('is every line of a closed file once, however it is cut', () => {
    const { lane, writer: { client, process }, records } = stage()
    const stream = lane.do(process, client.create('/in/f'))
    lane.do(process, stream.write({ bytes: lineBytes, count: 100, first: 0 }))
    lane.do(process, stream.close())
    for (const maxSize of [Number.POSITIVE_INFINITY, 333, 100, 7]) expect(records(maxSize)).toEqual(numbers(0, 100))
  })

  it('is what was there at the first flush of a file that is still written, and one line more', () => {
    const { lane, writer: { client, process }, records } = stage()
    const stream = lane.do(process, client.create('/in/f.tmp'))
    lane.do(process, stream.write({ bytes: lineBytes, count: 100, first: 0 }))
    lane.do(process, stream.hflush())
    lane.do(process, stream.write({ bytes: lineBytes, count: 50, first: 100 }))
    lane.do(process, stream.hflush())
    expect(records()).toEqual(numbers(0, 101))
    lane.do(process, stream.close())
    expect(records()).toEqual(numbers(0, 150))
  })

  it('passes over files whose names begin with _ or a dot', () => {
    const { lane, writer: { client, process }, records } = stage()
    for (const [index, name] of ['_a', '.b', 'c', 'd.tmp'].entries()) {
      const stream = lane.do(process, client.create(`/in/${name}`))
      lane.do(process, stream.write({ bytes: lineBytes, count: 1, first: index }))
      lane.do(process, stream.close())
    }
    expect(records()).toEqual([2, 3])
  })
})
