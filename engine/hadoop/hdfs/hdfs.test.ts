import { describe, expect, it } from 'vitest'
import { HdfsTestLane } from '../testing/hdfs-test-lane.ts'

const bytes = (count: number): { bytes: number; count: number } => ({ bytes: 1, count })

describe('HDFS', () => {
  it('shows readers what was flushed, and the name node only what it was told', () => {
    const lane = new HdfsTestLane()
    const { client, process } = lane.client('writer')
    const look = (): readonly number[] => {
      const { lengthBytes } = lane.do(process, client.getFileStatus('/f'))
      const reader = lane.do(process, client.open('/f'))
      return [lengthBytes, reader.visibleLengthBytes, lane.do(process, reader.readToEnd()).bytes]
    }
    const stream = lane.do(process, client.create('/f'))
    lane.do(process, stream.write(bytes(100)))
    expect(look()).toEqual([0, 0, 0])
    lane.do(process, stream.hflush())
    expect(look()).toEqual([100, 100, 100])
    lane.do(process, stream.write(bytes(100)))
    lane.do(process, stream.hsync())
    expect(look()).toEqual([100, 200, 200])
    lane.do(process, stream.hsync(true))
    expect(look()).toEqual([200, 200, 200])
    lane.do(process, stream.write(bytes(50)))
    lane.do(process, stream.close())
    expect(look()).toEqual([250, 250, 250])
  })

  it.each([[70_000, [0, 64_512, 64_512]], [1_048_676, [0, 1_032_192, 1_032_192]], [2_200_000, [2_097_152, 2_162_176, 2_162_176]]])('sends whole packets of %i bytes without a flush', (count, seen) => {
    const lane = new HdfsTestLane()
    const { client, process } = lane.client('writer')
    const stream = lane.do(process, client.create('/f'))
    lane.do(process, stream.write(bytes(count)))
    lane.run(1.5)
    const { lengthBytes } = lane.do(process, client.getFileStatus('/f'))
    const reader = lane.do(process, client.open('/f'))
    const read = lane.do(process, reader.readToEnd())
    expect([lengthBytes, reader.visibleLengthBytes, read.bytes]).toEqual(seen)
    expect(read.data.reduce((sum, data) => sum + data.count, 0)).toBe(seen[2])
    lane.do(process, stream.close())
    expect(lane.do(process, client.getFileStatus('/f')).lengthBytes).toBe(count)
  })

  it('keeps what was flushed of a killed writer, and closes the file when its lease is recovered', () => {
    const lane = new HdfsTestLane()
    const writer = lane.client('writer')
    const { client, process } = lane.client('reader')
    const stream = lane.do(writer.process, writer.client.create('/f'))
    lane.do(writer.process, stream.write(bytes(100)))
    lane.do(writer.process, stream.hflush())
    lane.do(writer.process, stream.write(bytes(40)))
    writer.process.kill()
    expect(lane.do(process, client.recoverLease('/f'))).toBe(false)
    lane.run(5)
    expect(lane.do(process, client.isFileClosed('/f'))).toBe(true)
    expect(lane.do(process, client.getFileStatus('/f')).lengthBytes).toBe(100)
  })

  it('fails a flushed stream of three replicas on three nodes when one dies, and goes on where a fourth can join', () => {
    for (const dataNodes of [3, 4]) {
      const lane = new HdfsTestLane({ dataNodes })
      const { client, process } = lane.client('writer')
      const stream = lane.do(process, client.create('/f'))
      lane.do(process, stream.write(bytes(100)))
      lane.do(process, stream.hflush())
      const first = lane.hdfs.dataNodes.find(({ name }) => name === stream.pipeline?.[0])
      first?.process.kill()
      const goOn = (): void => {
        lane.do(process, stream.write(bytes(50)))
        lane.do(process, stream.hflush())
        lane.do(process, stream.close())
      }
      if (dataNodes === 3) expect(goOn).toThrow('Failed to replace a bad datanode')
      else {
        goOn()
        expect(lane.do(process, client.getFileStatus('/f')).lengthBytes).toBe(150)
      }
    }
  })

  it('copies the blocks of a dead data node to another one', () => {
    const lane = new HdfsTestLane({ dataNodes: 4 })
    const { client, process } = lane.client('writer')
    const stream = lane.do(process, client.create('/f'))
    lane.do(process, stream.write(bytes(100)))
    lane.do(process, stream.close())
    const holder = lane.hdfs.dataNodes.find(({ replicas }) => replicas.size > 0)
    holder?.process.kill()
    lane.run(30)
    const { blocks } = lane.do(process, client.call('getBlockLocations', { ...client.caller, path: '/f' }))
    expect(blocks[0]?.locations.length).toBe(3)
    expect(blocks[0]?.locations).not.toContain(holder?.name)
  })

  it('answers with what it knew when the name node comes back', () => {
    const lane = new HdfsTestLane()
    const { client, process } = lane.client('writer')
    const stream = lane.do(process, client.create('/f'))
    lane.do(process, stream.write(bytes(100)))
    lane.do(process, stream.close())
    lane.hdfs.nameNode.process.kill()
    lane.run(0.1)
    expect(() => lane.do(process, client.exists('/f'))).toThrow('failed on connection exception: java.net.ConnectException: Connection refused')
    lane.hdfs.nameNode.process.start()
    lane.run(10)
    const reader = lane.do(process, client.open('/f'))
    expect(lane.do(process, reader.readToEnd()).bytes).toBe(100)
  })
})
