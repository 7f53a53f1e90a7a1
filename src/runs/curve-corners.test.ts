import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areaPath, cornersOf } from './curve-corners.ts'

const curve = (values: readonly number[]): readonly { readonly x: number; readonly y: number }[] => values.map((y, x) => ({ x, y }))

describe('the corners of a curve', () => {
  it('leave out what a straight line says', () => {
    expect(cornersOf(curve([0, 1, 2, 3, 3, 3, 9]))).toEqual([{ x: 0, y: 0 }, { x: 3, y: 3 }, { x: 5, y: 3 }, { x: 6, y: 9 }])
    expect(cornersOf([])).toEqual([])
  })

  it('draw every point no further off than the tolerance', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 60 }), (values) => {
        const corners = cornersOf(curve(values), 2)
        for (const [x, y] of values.entries()) {
          const after = corners.findIndex((corner) => corner.x >= x)
          const [left, right] = [corners[Math.max(0, after - 1)], corners[after]]
          if (left === undefined || right === undefined) throw new Error('no corners around a point')
          const drawn = right.x === x ? right.y : left.y + ((right.y - left.y) * (x - left.x)) / (right.x - left.x)
          expect(Math.abs(drawn - y)).toBeLessThanOrEqual(2.000_001)
        }
      }),
    )
  })

  it('are closed along the foot as an area', () => {
    expect(areaPath('M0,5L9,1', curve([5]).concat({ x: 9, y: 1 }), 10)).toBe('M0,5L9,1V10H0Z')
  })
})
