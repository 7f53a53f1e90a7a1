import { describe, expect, it } from 'vitest'
import { applyEdit } from './conf-edit.ts'
import { judgeConf } from './judge-conf.ts'

const conf = (...lines: readonly string[]): string => [
  'a1.sources = r1', 'a1.channels = c1', 'a1.sinks = k1',
  'a1.sources.r1.type = avro', 'a1.sources.r1.bind = 0.0.0.0', 'a1.sources.r1.port = 4141', 'a1.sources.r1.channels = c1',
  'a1.sinks.k1.type = logger', 'a1.sinks.k1.channel = c1', ...lines, '',
].join('\n')
const memory = 'a1.channels.c1.type = memory'

/** The text after the fix of the first finding whose message has these words. */
function mended(text: string, words: string): string {
  const { load, lint } = judgeConf(text, 'a1')
  const fix = [...load.findings, ...lint].find(({ message }) => message.includes(words))?.fix
  return fix === undefined ? '' : applyEdit(text, fix.edit)
}

describe('the verdict on a file', () => {
  it('says that Flume starts a sound one, and models all of it', () => {
    const { load, coverage, runnable } = judgeConf(conf(memory, 'a1.channels.c1.capacity = 1000'), 'a1')
    expect(load).toMatchObject({ outcome: 'starts', findings: [] })
    expect(coverage.map(({ state }) => state)).toEqual(['modelled', 'modelled', 'modelled'])
    expect(runnable.refusal).toBeUndefined()
  })

  it('says which component Flume leaves out, and why', () => {
    const { load, coverage } = judgeConf(conf(memory, 'a1.channels.c1.transactionCapacity = 10', 'a1.sources.r1.batchSize = 5').replace('= logger', '= avro'), 'a1')
    expect(load.outcome).toBe('starts without some')
    expect(load.sentence).toContain('sink k1')
    expect(coverage.find(({ name }) => name === 'k1')?.state).toBe('gone')
  })

  it('lets a plug-in end the start, as it does without its jar, and yet runs a stand-in that is said in words', () => {
    const { load, runnable } = judgeConf(conf(memory).replace('= logger', '= com.example.SearchSink'), 'a1')
    expect(load.outcome).toBe('does not start')
    expect(load.sentence).toContain('plugins.d')
    expect(runnable.refusal).toBeUndefined()
    expect(runnable.substitutions).toMatchObject([{ kind: 'sink', name: 'k1', line: 8, replacesAll: true }])
  })

  it('keeps the reader’s lines in their places where a stand-in replaces some', () => {
    const text = conf(memory, 'a1.sinks.k2.type = null').replace('= logger', '= hdfs \\\n')
    const lines = judgeConf(text, 'a1').runnable.text.split('\n')
    expect(lines[7]).toBe('# a1.sinks.k1.type = hdfs \\')
    expect(lines[8]).toBe('# ')
    expect(lines[9]).toBe('a1.sinks.k1.channel = c1')
  })

  it('names the keys of a Kafka client that change nothing here', () => {
    const keys = ['linger.ms = 5', 'client.dns.lookup = use_all_dns_ips', 'ssl.protocol = TLS'].map((key) => `a1.sinks.k1.kafka.producer.${key}`)
    const text = conf(memory, 'a1.sinks.k1.kafka.bootstrap.servers = b:9092', 'a1.sinks.k1.kafka.topic = t', ...keys).replace('= logger', '= org.apache.flume.sink.kafka.KafkaSink')
    const row = judgeConf(text, 'a1').coverage.find(({ name }) => name === 'k1')
    expect(row).toMatchObject({ state: 'in part', idleKeys: ['kafka.producer.client.dns.lookup'] })
    expect(row?.sentences).toEqual([expect.stringContaining('kafka.producer.ssl.protocol')])
  })

  it('judges an empty file, another agent’s and nonsense without an exception', () => {
    for (const text of ['', '\\u12', 'a1.sources', 'a1.channels = c1\na1.channels.c1.type = memory', conf(memory)]) {
      expect(judgeConf(text, 'nobody').runnable.refusal).toMatch(/^There is nothing to run/)
    }
  })
})

describe('a fix', () => {
  it('writes the key that was meant', () => {
    expect(mended(conf(memory, 'a1.channels.c1.capcity = 1000'), 'Did you mean capacity')).toContain('a1.channels.c1.capacity = 1000')
  })

  it('takes the commas out of a list', () => {
    expect(mended(conf(memory).replace('channels = c1\na1.sinks', 'channels = c1, c2\na1.sinks'), 'separated by spaces')).toContain('a1.channels = c1 c2\n')
  })

  it('lets a transaction take the batch of a sink', () => {
    const text = conf(memory, 'a1.channels.c1.capacity = 1000', 'a1.channels.c1.transactionCapacity = 10', 'a1.sinks.k1.hostname = h', 'a1.sinks.k1.port = 1').replace('= logger', '= avro')
    const better = mended(text, 'batch size is greater')
    expect(better).toContain('transactionCapacity = 100\n')
    expect(judgeConf(better, 'a1').load.outcome).toBe('starts')
  })

  it('makes a transaction no larger than its channel', () => {
    expect(mended(conf(memory, 'a1.channels.c1.transactionCapacity = 500'), 'higher than the capacity')).toContain('transactionCapacity = 100\n')
  })

  it('gives a memory channel a capacity behind the line of its type', () => {
    expect(mended(conf(memory), 'at most 100 events')).toContain(`${memory}\na1.channels.c1.capacity = 10000\n`)
  })

  it('gives an hdfs sink a time for its path', () => {
    const text = conf(memory, 'a1.sinks.k1.hdfs.path = hdfs://nn/logs/%Y-%m-%d').replace('= logger', '= hdfs')
    expect(mended(text, 'needs the header timestamp')).toContain('a1.sinks.k1.type = hdfs\na1.sinks.k1.hdfs.useLocalTimeStamp = true\n')
    expect(mended(text.replace('%Y-%m-%d', '%{host}'), 'needs the header timestamp')).toBe('')
  })

  it('puts a slip in a type right', () => {
    expect(mended(conf(memory).replace('= avro', '= avrp'), 'Unable to load source type')).toContain('r1.type = avro\n')
  })
})

describe('a run of a sink whose path needs a time', () => {
  const text = (more: string): string => conf(memory, 'a1.sinks.k1.hdfs.path = hdfs://nn:8020/logs/%H', more).replace('= avro', '= netcat').replace('= logger', '= hdfs')

  it('is on the machine’s own files where nothing can set it, and on a cluster where something does', () => {
    expect(judgeConf(text(''), 'a1').runnable.text).toContain('a1.sinks.k1.hdfs.path = file:///hdfs/logs/%H')
    expect(judgeConf(text('a1.sinks.k1.hdfs.useLocalTimeStamp = true'), 'a1').runnable).toMatchObject({
      text: expect.stringContaining('a1.sinks.k1.hdfs.path = hdfs://namenode/logs/%H') as unknown,
      substitutions: [],
      paced: { substitutions: [{ name: 'k1', replacesAll: true }] },
    })
  })
})

describe('a file that names a key store', () => {
  it('is judged as on the machine that has it', () => {
    const text = conf(memory, 'a1.sources.r1.ssl = true', 'a1.sources.r1.keystore = /etc/flume/edge.jks', 'a1.sources.r1.keystore-password = x')
    const { load, lint } = judgeConf(text, 'a1')
    expect(load.outcome).toBe('starts')
    expect(lint.map(({ message }) => message)).toContainEqual(expect.stringContaining('Flume opens /etc/flume/edge.jks'))
    expect(lint.map(({ message }) => message)).not.toContainEqual(expect.stringContaining('No source puts events'))
  })
})
