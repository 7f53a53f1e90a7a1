import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ConfigRow, configDef, REQUIRED } from './config-def.ts'
import type { RawValue } from './config-value.ts'
import { logUnused, parseConfig, plainEnvironment } from './parse-config.ts'
import type { ConfigLogEntry } from './parsed-config.ts'
import { anyList, atLeast, between, listIn, oneOf, oneOfIgnoringCase } from './validators.ts'

function parse(row: ConfigRow, raw?: RawValue, log: ConfigLogEntry[] = []) {
  const given = new Map(raw === undefined ? [] : [[row[0], raw]])
  return parseConfig(configDef([row]), given, plainEnvironment((entry) => log.push(entry))).value(row[0])
}

describe('parsing a configuration', () => {
  // The texts follow from the code of Kafka's ConfigDef and ConfigException.
  it.each<[string, ConfigRow, RawValue, string]>([
    ['a word for an int', ['k', 'INT', '1', 'LOW'], '16k', 'Invalid value 16k for configuration k: Not a number of type INT'],
    ['an int that is a long', ['k', 'INT', '1', 'LOW'], '2147483648', 'Invalid value 2147483648 for configuration k: Not a number of type INT'],
    ['a short that is an int', ['k', 'SHORT', '1', 'LOW'], '32768', 'Invalid value 32768 for configuration k: Not a number of type SHORT'],
    ['a number below its least', ['k', 'LONG', '5', 'LOW', atLeast('5')], '4', 'Invalid value 4 for configuration k: Value must be at least 5'],
    ['a double above its most', ['k', 'DOUBLE', '0', 'LOW', between('0', '1')], '2', 'Invalid value 2.0 for configuration k: Value must be no more than 1'],
    ['no number where one must be', ['k', 'INT', '5', 'LOW', atLeast('5')], null, 'Invalid value null for configuration k: Value must be non-null'],
    ['neither true nor false', ['k', 'BOOLEAN', 'true', 'LOW'], 'yes', 'Invalid value yes for configuration k: Expected value to be either true or false'],
    ['a number for a text', ['k', 'STRING', 'a', 'LOW'], 1, 'Invalid value 1 for configuration k: Expected value to be a string, but it was a java.lang.Integer'],
    ['an unknown text', ['k', 'STRING', 'a', 'LOW', oneOf('a', 'b')], 'c', 'Invalid value c for configuration k: String must be one of: a, b'],
    ['an unknown item', ['k', 'LIST', 'a', 'LOW', listIn(['a', 'b'])], 'a,c', 'Invalid value c for configuration k: String must be one of: a, b'],
    ['an empty list', ['k', 'LIST', 'a', 'LOW', anyList()], '', "Configuration 'k' must not be empty. Valid values include: any non-empty value"],
    ['an empty item', ['k', 'LIST', 'a', 'LOW', anyList()], 'a,,b', "Configuration 'k' values must not be empty."],
    ['a class that is not there', ['k', 'CLASS', null, 'LOW'], 'com.example.Nope', 'Invalid value com.example.Nope for configuration k: Class com.example.Nope could not be found.'],
  ])('refuses %s', (_name, row, raw, message) => {
    expect(() => parse(row, raw)).toThrow(
      expect.objectContaining({ className: 'org.apache.kafka.common.config.ConfigException', message }),
    )
  })

  it('trims text, ignores the case of flags and splits lists at commas with space around them', () => {
    expect(parse(['k', 'BOOLEAN', 'false', 'LOW'], ' TRUE ')).toBe(true)
    expect(parse(['k', 'INT', '1', 'LOW'], ' +7 ')).toBe(7)
    expect(parse(['k', 'LIST', '', 'LOW'], ' a , b')).toEqual(['a', 'b'])
    expect(parse(['k', 'STRING', 'A', 'LOW', oneOfIgnoringCase('A', 'B')], 'b')).toBe('b')
  })

  it('takes the default for a key that is not given, and insists on a key without one', () => {
    expect(parse(['k', 'LIST', 'class x.Y,class x.Z', 'LOW'])).toEqual(['x.Y', 'x.Z'])
    expect(() => parse(['k', 'INT', REQUIRED, 'HIGH'])).toThrow(
      'Missing required configuration "k" which has no default value.',
    )
  })

  it('removes repeated items with a warning', () => {
    const log: ConfigLogEntry[] = []
    expect(parse(['k', 'LIST', 'a', 'LOW', anyList()], 'b,a,b', log)).toEqual(['b', 'a'])
    expect(log.map(({ level }) => level)).toEqual(['WARN'])
    expect(log[0]?.message).toContain('The original value is: [b, a, b], the updated value is: [b, a]')
  })

  it('reads every int as the number that it is', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(parse(['k', 'INT', '0', 'LOW'], String(value))).toBe(value)
      }),
    )
  })

  it('names keys that nobody reads, and lets them pass', () => {
    const log: ConfigLogEntry[] = []
    const def = configDef([['k', 'INT', '1', 'LOW']])
    const config = parseConfig(def, new Map([['typo', 'x']]), plainEnvironment(() => undefined))
    logUnused(def, config, (entry) => log.push(entry))
    expect(log.map(({ message }) => message)).toEqual([
      "These configurations '[typo]' were supplied but are not used yet.",
    ])
  })
})
