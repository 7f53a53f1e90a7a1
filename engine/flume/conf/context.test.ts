import { describe, expect, it } from 'vitest'
import { Context } from './context.ts'

function contextOf(properties: Record<string, string>): Context {
  const context = new Context()
  Object.entries(properties).forEach(([key, value], index) => {
    context.put(key, value, { line: 10 - index, column: 1, valueLine: 10 - index, valueColumn: 5 })
  })
  return context
}

describe('a context', () => {
  it('reads booleans: true in any case, everything else is false', () => {
    const context = contextOf({ a: ' TRUE ', b: 'yes', c: '1' })
    expect([context.getBoolean('a', false), context.getBoolean('b', true), context.getBoolean('c', true)]).toEqual([
      true,
      false,
      false,
    ])
    expect(context.getBoolean('none', true)).toBe(true)
  })

  it('trims numbers, and names the property that is none', () => {
    expect(contextOf({ a: ' 5 ' }).getInteger('a')).toBe(5)
    expect(contextOf({ a: '2.5' }).getDouble('a', 0)).toBe(2.5)
    expect(() => contextOf({ a: '5s' }).getLong('a')).toThrow(
      expect.objectContaining({ property: 'a', javaMessage: 'For input string: "5s"' }),
    )
  })

  it('gives the properties under a prefix, with their places', () => {
    const sub = contextOf({ 'x.a': '1', 'x.b': '2', y: '3' }).getSubProperties('x.')
    expect(sub.entries()).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
    expect(sub.positionOf('b')?.line).toBe(9)
    expect(sub.copy().positionOf('b')?.line).toBe(9)
  })

  it('blames the first of the named properties that is set, else the first in the file', () => {
    const context = contextOf({ a: '1', b: '2', c: '3' })
    expect(context.blame('none', 'b', 'c')?.line).toBe(9)
    expect(context.blame(undefined)?.line).toBe(8)
  })
})
