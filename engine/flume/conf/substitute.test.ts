import { describe, expect, it } from 'vitest'
import { substitute } from './substitute.ts'

const values = new Map([
  ['a', '1'],
  ['name', 'a'],
  ['indirect', '${a}${a}'],
  ['loop', '<${loop}>'],
  ['ping', '${pong}'],
  ['pong', '${ping}'],
  ['empty', ''],
])
const lookup = (name: string): string | null => values.get(name) ?? null

describe('substitution', () => {
  it.each([
    ['plain', 'plain'],
    ['${a}', '1'],
    ['x${a}y${a}z', 'x1y1z'],
    ['${none}', '${none}'],
    ['${none:-7}', '7'],
    ['${a:-7}', '1'],
    ['${empty:-7}', ''],
    ['${none:-${a}}', '1'],
    ['${${name}}', '1'],
    ['${indirect}!', '11!'],
    ['$${a}', '${a}'],
    ['${a', '${a'],
    ['${none} ${a}', '${none} 1'],
    ['$a}', '$a}'],
    ['', ''],
  ])('of %j gives %j', (text, expected) => {
    expect(substitute(text, lookup)).toBe(expected)
  })

  it('ends with an exception when a value needs itself', () => {
    expect(() => substitute('${loop}', lookup)).toThrow(
      'java.lang.IllegalStateException: Infinite loop in property interpolation of ${loop}: loop',
    )
    expect(() => substitute('x${ping}', lookup)).toThrow(
      'Infinite loop in property interpolation of x${ping}: ping->pong',
    )
  })
})
