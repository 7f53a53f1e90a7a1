import { describe, expect, it } from 'vitest'
import { maskSecrets } from './secrets.ts'

const masked = (line: string): string => maskSecrets({ 'flume.conf': line }).files['flume.conf'] ?? ''

describe('secrets in pasted configurations', () => {
  it.each([
    ['a1.sources.r1.keystore-password = hunter2', 'hunter2'],
    ['a1.sinks.k1.kafka.producer.ssl.key.password=hunter2', 'hunter2'],
    ['a1.sinks.k1.kafka.producer.ssl.truststore.password : hunter2', 'hunter2'],
    ['a1.sinks.k1.authToken = abcdef', 'abcdef'],
    ['#a1.sinks.k1.secret = old-one', 'old-one'],
    ['a1.sinks.k1.hdfs.path = s3a://me:hunter2@bucket/', 'hunter2'],
    ['a1.x.fs.s3a.access.key = AKIAABCDEFGHIJKLMNOP', 'AKIA'],
    ["  'sasl.password': 'hunter2',", 'hunter2'],
    [
      'a1.x.sasl.jaas.config = org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="hunter2";',
      'hunter2',
    ],
  ])('masks %s', (line, secret) => {
    expect(masked(line)).not.toContain(secret)
    expect(masked(line)).toContain('********')
  })

  it.each([
    'a1.sources.r1.keystore = /etc/flume/keystore.jks',
    'a1.sinks.k1.kafka.producer.key.serializer = org.apache.kafka.common.serialization.StringSerializer',
    'a1.sinks.k1.hdfs.filePrefix = logs',
    'a1.sources.r1.keystore-password = ${env.KEYSTORE_PASSWORD}',
    'a1.sources.r1.passwordFile = /etc/secret',
    "  brokers.producer({ acks: 'all' }).sends(lines, { topic: 'logs' })",
    'a1.sources = r1',
  ])('leaves %s alone', (line) => {
    expect(masked(line)).toBe(line)
  })

  it('masks a private key as a whole and keeps the lines after it where they are', () => {
    const text = 'a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\nb'
    const { files, masked: found } = maskSecrets({ f: text })
    expect(files['f']).not.toContain('MIIE')
    expect(files['f']?.split('\n')[5]).toBe('b')
    expect(found).toEqual([{ file: 'f', line: 2, name: 'private key' }])
  })

  it('says where and what it masked', () => {
    expect(maskSecrets({ 'a.conf': 'x = 1\ny.password = 2' }).masked).toEqual([{ file: 'a.conf', line: 2, name: 'y.password' }])
  })
})
