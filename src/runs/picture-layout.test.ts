import { describe, expect, it } from 'vitest'
import { rowsByFlow } from './flow-rows.ts'
import { laneWidth, layOut } from './picture-layout.ts'
import { pictureOf } from './picture-model.ts'
import { sampleRun } from './testing/sample-run.ts'

describe('rows along the flow', () => {
  it('puts a thing below everything that leads to it', () => {
    const ways = [
      { from: 'a', to: 'b' },
      { from: 'a', to: 'c' },
      { from: 'b', to: 'c' },
    ]
    expect(rowsByFlow(['c', 'b', 'a', 'disk'], ways)).toEqual([['a'], ['b'], ['c'], ['disk']])
  })

  it('does not hang on a circle', () => {
    const ways = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'a' },
    ]
    expect(rowsByFlow(['a', 'b', 'c'], ways).flat()).toHaveLength(3)
    expect(rowsByFlow(['a', 'b'], [{ from: 'a', to: 'b' }, { from: 'b', to: 'a' }])).toEqual([['a', 'b']])
  })
})

describe('the picture', () => {
  const lane = sampleRun().lanes[0]
  const picture = layOut(pictureOf(lane?.nodes ?? [], lane?.edges ?? []), () => 1)
  const box = (id: string) => picture.boxes.find(({ node }) => node.id === id)

  it('draws every component inside the one that it runs in', () => {
    const outer = box('Flume/collector')
    const inner = box('Flume/collector/a1/c1')
    expect(inner && outer && inner.x > outer.x && inner.y > outer.y).toBe(true)
    expect(inner && outer && inner.y + inner.height < outer.y + outer.height).toBe(true)
  })

  it('stays within the width of a phone', () => {
    for (const { x, width } of picture.boxes) {
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x + width).toBeLessThanOrEqual(laneWidth)
    }
  })

  it('keeps siblings apart', () => {
    const leaves = picture.boxes.filter(({ isLeaf }) => isLeaf)
    for (const left of leaves) {
      for (const right of leaves) {
        if (left === right) continue
        const apart =
          left.x + left.width <= right.x ||
          right.x + right.width <= left.x ||
          left.y + left.height <= right.y ||
          right.y + right.height <= left.y
        expect(apart, `${left.node.id} and ${right.node.id}`).toBe(true)
      }
    }
  })
})
