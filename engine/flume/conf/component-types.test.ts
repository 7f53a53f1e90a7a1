import { describe, expect, it } from 'vitest'
import type { ComponentKind, Configured } from './component-type.ts'
import { Context } from './context.ts'
import { JavaException } from './java/java-exception.ts'
import { TYPE_ALIASES } from './known-types.ts'
import { COMPONENT_TYPES, findType } from './registry.ts'

/** Configures a component by alias or class name; gives what it says, or the first line of what it throws. */
function configure(
  kind: ComponentKind,
  type: string,
  properties: Record<string, string> = {},
): { result?: Configured; thrown?: string; log: string[] } {
  const found = findType(kind, TYPE_ALIASES[kind][type.toUpperCase()] ?? type)
  if (found === undefined) throw new Error(`no ${kind} ${type}`)
  const context = new Context()
  for (const [key, value] of Object.entries(properties)) context.put(key, value)
  const log: string[] = []
  const note = (logger: string, message: string): void => {
    log.push(`${logger}: ${message}`)
  }
  try {
    return { result: found.configure({ name: 'x', context, homeDirectory: '/home/f', warn: note, error: note }), log }
  } catch (error) {
    if (error instanceof JavaException) return { thrown: error.message, log }
    throw error
  }
}

describe('a memory channel', () => {
  it('falls back to defaults, with a warning for capacities only', () => {
    const { result, log } = configure('channel', 'memory', {
      capacity: 'abc',
      transactionCapacity: '-1',
      'keep-alive': 'x',
      byteCapacity: 'y',
    })
    expect(result?.settings).toEqual({
      capacity: 100,
      transactionCapacity: 100,
      keepAlive: 3,
      byteCapacityBufferPercentage: 20,
    })
    expect(log).toEqual([
      'MemoryChannel: Invalid capacity specified, initializing channel to default capacity of 100',
      'MemoryChannel: Invalid transation capacity specified, initializing channel to default capacity of 100',
    ])
  })

  it('counts its bytes in slots of 100, less the buffer', () => {
    expect(configure('channel', 'memory', { byteCapacity: '1000' }).result?.settings['byteCapacity']).toBe(8)
    expect(configure('channel', 'memory', { byteCapacity: '0' }).result?.settings['byteCapacity']).toBe(2147483647)
  })
})

describe('a file channel', () => {
  it('refuses junk, takes zero for the default, and bounds sizes', () => {
    expect(configure('channel', 'file', { capacity: 'abc' }).thrown).toBe(
      'java.lang.NumberFormatException: For input string: "abc"',
    )
    const { result, log } = configure('channel', 'file', {
      capacity: '0',
      checkpointInterval: '0',
      maxFileSize: '9999999999',
      minimumRequiredSpace: '1',
    })
    expect(result?.settings).toMatchObject({
      capacity: 1000000,
      checkpointInterval: 30000,
      maxFileSize: 1623195647,
      minimumRequiredSpace: 1048576,
    })
    expect(log).toHaveLength(2)
  })

  it('needs a backup directory of its own for dual checkpoints', () => {
    const dual = { useDualCheckpoints: 'true', checkpointDir: '/cp' }
    expect(configure('channel', 'file', dual).thrown).toMatch(/the backup directory is not set/)
    expect(configure('channel', 'file', { ...dual, backupCheckpointDir: '/cp/' }).thrown).toMatch(
      /configured to be the same/,
    )
  })

  it('wants all of its encryption or none', () => {
    expect(configure('channel', 'file', { 'encryption.activeKey': 'k' }).thrown).toMatch(
      /activeKey is present while key provider name is not/,
    )
    expect(configure('channel', 'file', { 'encryption.keyProvider': 'JCEKSFILE' }).thrown).toMatch(
      /activeKey is missing/,
    )
  })
})

describe('a spillable memory channel', () => {
  it('sets capacity and keep-alive of the file channel below it', () => {
    const { result } = configure('channel', 'spillablememory', {
      capacity: '5',
      overflowCapacity: '20000',
      'keep-alive': '9',
    })
    expect(result?.settings).toMatchObject({
      capacity: 20000,
      keepAlive: 0,
      memoryCapacity: 10000,
      overflowDeactivationThreshold: 0.05,
    })
  })

  it('cannot be without memory and without overflow', () => {
    const { result, log } = configure('channel', 'spillablememory', { memoryCapacity: '0', overflowCapacity: '0' })
    expect(result?.settings['overflowCapacity']).toBe(100000000)
    expect(log[0]).toContain('cannot be set to 0 if memoryCapacity is also 0')
  })
})

describe('required properties', () => {
  it.each([
    [
      'source',
      'netcat',
      {},
      'java.lang.IllegalArgumentException: Required parameter bind must exist and may not be null',
    ],
    [
      'source',
      'avro',
      {},
      'java.lang.IllegalArgumentException: Required parameter port must exist and may not be null',
    ],
    ['source', 'thrift', {}, 'java.lang.NullPointerException: Port must be specified for Thrift Source.'],
    ['source', 'http', {}, 'java.lang.NullPointerException: HTTPSource requires a port number to be specified'],
    ['source', 'exec', {}, 'java.lang.IllegalStateException: The parameter command must be specified'],
    ['source', 'spooldir', {}, 'java.lang.IllegalStateException: Configuration must specify a spooling directory'],
    ['source', 'taildir', {}, 'java.lang.IllegalStateException: Missing param: filegroups'],
    ['sink', 'file_roll', {}, 'java.lang.IllegalArgumentException: Directory may not be null'],
    ['sink', 'avro', { hostname: 'h' }, 'java.lang.IllegalStateException: No port specified'],
    ['sink', 'hdfs', {}, 'java.lang.NullPointerException: hdfs.path is required'],
    [
      'sink',
      'hbase2',
      { table: 't' },
      'java.lang.NullPointerException: Column family cannot be empty, please specify in configuration file',
    ],
    ['sink', 'http', { endpoint: 'h:80' }, 'java.lang.IllegalArgumentException: Endpoint URL invalid'],
    [
      'sink',
      'org.apache.flume.sink.kafka.KafkaSink',
      {},
      'org.apache.flume.conf.ConfigurationException: Bootstrap Servers must be specified',
    ],
  ] as const)('of the %s %s with %j', (kind, type, properties, expected) => {
    expect(configure(kind, type, properties).thrown).toBe(expected)
  })
})

describe('numbers', () => {
  it('that are no batch size become 100 in an avro sink', () => {
    const { result, log } = configure('sink', 'avro', { hostname: 'h', port: '1', 'batch-size': 'x' })
    expect(result?.batchSize).toBe(100)
    expect(log).toEqual(['AbstractRpcClient: Batchsize is not valid for RpcClient: x. Default value assigned.'])
  })

  it('out of any sense are taken where Flume does not look', () => {
    expect(configure('source', 'netcat', { bind: 'h', port: '70000' }).result?.settings['port']).toBe(70000)
    expect(configure('source', 'exec', { command: 'x', batchSize: '0' }).result?.batchSize).toBe(0)
    expect(configure('source', 'seq', { batchSize: '0' }).thrown).toMatch(/batchSize was 0 but expected positive/)
  })
})

describe('an hdfs sink', () => {
  it('matches file type and codec', () => {
    const path = { 'hdfs.path': '/x' }
    expect(configure('sink', 'hdfs', { ...path, 'hdfs.fileType': 'CompressedStream' }).thrown).toMatch(
      /essential to set compress codec/,
    )
    expect(configure('sink', 'hdfs', { ...path, 'hdfs.fileType': 'DataStream', 'hdfs.codeC': 'gzip' }).thrown).toMatch(
      /NOT support compressed/,
    )
    expect(configure('sink', 'hdfs', { ...path, 'hdfs.codeC': 'lzop' }).thrown).toMatch(
      /Unsupported compression codec lzop/,
    )
    expect(configure('sink', 'hdfs', { ...path, 'hdfs.codeC': 'gzip' }).result?.settings['compType']).toBe('BLOCK')
  })

  it('ignores a rounding that is not switched on', () => {
    const rounding = { 'hdfs.path': '/x', 'hdfs.roundUnit': 'year', 'hdfs.roundValue': '99' }
    expect(configure('sink', 'hdfs', rounding).result?.settings['needRounding']).toBe(false)
    expect(configure('sink', 'hdfs', { ...rounding, 'hdfs.round': 'true' }).thrown).toMatch(
      /Round valuemust be > 0 and <= 60/,
    )
  })
})

describe('a kafka sink', () => {
  it('takes old names with a warning, and blames the topic even if none is set', () => {
    const { result, log } = configure('sink', 'org.apache.flume.sink.kafka.KafkaSink', {
      brokerList: 'b:1',
      batchSize: '7',
    })
    expect(result?.batchSize).toBe(7)
    expect(log.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'KafkaSink: topic',
      'KafkaSink: brokerList',
      'KafkaSink: batchSize',
      'KafkaSink: Topic',
    ])
  })
})

describe('the registry', () => {
  it('has a class for every alias but the elasticsearch sink, which Flume 1.11 lacks', () => {
    const missing = (['source', 'sink', 'channel'] as const).flatMap((kind) =>
      Object.entries(TYPE_ALIASES[kind]).flatMap(([alias, name]) =>
        name === null || findType(kind, name) !== undefined ? [] : [alias],
      ),
    )
    expect(missing).toEqual(['ELASTICSEARCH'])
  })

  it('says of every source which runner drives it', () => {
    for (const type of COMPONENT_TYPES) expect(type.runner !== undefined).toBe(type.kind === 'source')
  })
})
