import { describe, expect, it } from 'vitest'
import { classProblem, isJdkClass } from './class-for-name.ts'

describe('a class that is not what is wanted', () => {
  it('cannot be cast if the JDK has it', () => {
    expect(isJdkClass('java.lang.String')).toBe(true)
    expect(classProblem('java.lang.String', 'a.B', 'type')).toMatchObject({
      className: 'java.lang.ClassCastException',
      property: 'type',
    })
  })

  it('is not found otherwise', () => {
    expect(classProblem('a.B', 'a.C').chain()).toEqual(['java.lang.ClassNotFoundException: a.B'])
  })
})
