/** A point of a curve, in the drawing's own pixels. */
export interface Corner {
  readonly x: number
  readonly y: number
}

/**
 * The points of a curve that are needed to draw it so that nowhere it is further off than a tolerance: what rises evenly has
 * two. Source of the rule: Ramer, Douglas and Peucker, with the distance taken upright.
 */
export function cornersOf(points: readonly Corner[], tolerance = 0.6): readonly Corner[] {
  const kept = new Set([0, points.length - 1])
  const open: [number, number][] = [[0, points.length - 1]]
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [first, last] = part
    const middle = furthest(points, first, last, tolerance)
    if (middle === undefined) continue
    kept.add(middle)
    open.push([first, middle], [middle, last])
  }
  return points.filter((_, index) => kept.has(index))
}

/** The point that is furthest off the line between two others, where that is beyond the tolerance. */
function furthest(points: readonly Corner[], first: number, last: number, tolerance: number): number | undefined {
  const from = points[first]
  const to = points[last]
  if (from === undefined || to === undefined) return undefined
  let found: number | undefined
  let most = tolerance
  for (let index = first + 1; index < last; index++) {
    const point = points[index] ?? from
    const level = from.y + ((to.y - from.y) * (point.x - from.x)) / (to.x - from.x || 1)
    if (Math.abs(point.y - level) <= most) continue
    most = Math.abs(point.y - level)
    found = index
  }
  return found
}

/** A curve's path closed along a foot line, as an area. */
export function areaPath(path: string | null, corners: readonly Corner[], foot: number): string {
  const [first, last] = [corners[0], corners.at(-1)]
  return path === null || first === undefined || last === undefined ? '' : `${path}V${foot}H${first.x}Z`
}
