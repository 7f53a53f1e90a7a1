import { describe, expect, it } from 'vitest'
import { maskConf } from './mask-conf.ts'

describe('masking a flume.conf', () => {
  it.each([
    ['a1.sources.r1.keystore-password = correct horse', 'correct horse'],
    ['a1.sinks.k1.kafka.producer.sasl.jaas.config = x required username="edge" password="hunter2";', 'hunter2'],
    ['p.sources.sql.connection.url = jdbc:mysql://flume:s3cret@db/shop', 's3cret'],
    ['a.sources.t.consumerSecret = abcdef123', 'abcdef123'],
    ['a.sources.t.accessToken=99-xyz', '99-xyz'],
    ['a.sources.s.command = sshpass -p "Pass word" ssh host tail -F /x', 'Pass word'],
    ['a.sources.s.command = mysql -u root -phunter2 shop', 'hunter2'],
    ['a.sources.s.command = loader --password=hunter2 -v', 'hunter2'],
  ])('takes the secret out of %s', (line, secret) => {
    const { text, names } = maskConf(`${line}\nb = c`)
    expect(text).not.toContain(secret)
    expect(text).toContain('********')
    expect(text.split('\n')).toHaveLength(2)
    expect(names.length).toBeGreaterThan(0)
    expect(maskConf(text)).toEqual({ text, names: [] })
  })

  it('leaves a file without secrets as it is', () => {
    const text = 'a1.sources.r1.command = tail -n 5 -F /var/log/password-resets.log\na1.sinks.k1.keystore = /etc/k.jks\n'
    expect(maskConf(text)).toEqual({ text, names: [] })
  })
})
