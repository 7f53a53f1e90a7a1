import { describe, expect, it } from 'vitest'
import { propertyNamesOrder, resolveProperties } from './resolve-properties.ts'

const NONE = new Map<string, string>()

function resolve(
  properties: Record<string, string>,
  environment: Record<string, string> = {},
  system: Record<string, string> = {},
): Record<string, string> {
  const sources = {
    environment: new Map(Object.entries(environment)),
    systemProperties: new Map(Object.entries(system)),
  }
  return Object.fromEntries(resolveProperties(new Map(Object.entries(properties)), sources).entries())
}

describe('resolving a file', () => {
  it('lets a value refer to keys that come earlier in the hash table, not in the file', () => {
    // a is in bucket 1, b in bucket 2, whatever the order of the file.
    expect(resolve({ b: '${a}', a: '1' })).toEqual({ a: '1', b: '1' })
    expect(resolve({ a: '${b}', b: '1' })).toEqual({ a: '${b}', b: '1' })
  })

  it('goes by the order of the file within a bucket', () => {
    expect(resolve({ a: '1', q: '${a}' })['q']).toBe('1')
    expect(resolve({ q: '${a}', a: '1' })['q']).toBe('${a}')
  })

  it('leaves cycles as they are', () => {
    expect(resolve({ a: '${b}', b: '${a}' })).toEqual({ a: '${b}', b: '${b}' })
  })

  it('looks up the environment and system properties, in any case of the prefix', () => {
    expect(resolve({ a: '${env:HOME}${ENV:HOME}${sys:x}' }, { HOME: '/h' }, { x: '!' })['a']).toBe('/h/h!')
    expect(resolve({ a: '${env:NONE}' })['a']).toBe('${env:NONE}')
  })

  it('drops an unknown prefix and looks the rest up in the file', () => {
    expect(resolve({ a: '1', b: '${const:a}' })['b']).toBe('1')
  })

  it('sees the environment without a prefix only with the old property implementation', () => {
    const value = '${HOME}'
    expect(resolve({ a: value }, { HOME: '/h' })['a']).toBe(value)
    const old = { propertiesImplementation: 'org.apache.flume.node.EnvVarResolverProperties' }
    expect(resolve({ a: value }, { HOME: '/h' }, old)['a']).toBe('/h')
  })

  it('fails for an unknown java lookup', () => {
    expect(() => resolve({ a: '${java:nonsense}' })).toThrow('java.lang.IllegalArgumentException: nonsense')
    expect(resolve({ a: '${java:version}' }, {}, { 'java.version': '17' })['a']).toBe('Java version 17')
  })

  it('formats dates only with a formatter', () => {
    const properties = new Map([['a', '${date:yyyy}']])
    expect(resolveProperties(properties, { environment: NONE, systemProperties: NONE }).get('a')).toBe('${date:yyyy}')
    const formatDate = (pattern: string): string => `<${pattern}>`
    expect(resolveProperties(properties, { environment: NONE, systemProperties: NONE, formatDate }).get('a')).toBe(
      '<yyyy>',
    )
  })
})

describe('the order of property names', () => {
  it('is that of a hash map which was filled from a concurrent one', () => {
    // The concurrent map turns A and a round when it grows; a hash map of 32 buckets then keeps what it was given.
    const names = propertyNamesOrder(['A', 'a', 'Q', ...Array.from('bcdefghij'), 'k'])
    expect(names.slice(0, 2)).toEqual(['a', 'A'])
    expect(names[names.length - 1]).toBe('Q')
  })
})
