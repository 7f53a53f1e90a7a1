import type { TopologyEdge } from '../../engine/ledger/topology.ts'
import { rowsByFlow } from './flow-rows.ts'
import type { PictureModel, PictureNode } from './picture-model.ts'

/** A box of the picture with its place in the lane's drawing, in pixels. */
export interface PictureBox {
  readonly node: PictureNode
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Depth of nesting: 0 for a host, 1 for its processes. */
  readonly depth: number
  readonly isLeaf: boolean
}

/** An arrow between two boxes as the `d` of a path. */
export interface PictureArrow {
  readonly edge: TopologyEdge
  readonly path: string
}

/** One lane's drawing. */
export interface LanePicture {
  readonly width: number
  readonly height: number
  readonly boxes: readonly PictureBox[]
  readonly arrows: readonly PictureArrow[]
}

/** Width of a lane's drawing: what a phone has, and half of a wide page. */
export const laneWidth = 320
const gap = 10
const rowGap = 20
/** Between lines of things that have nothing to do with each other. */
const lineGap = 6
const padding = 6
const headerHeight = 24
const lineHeight = 15
const leafMinWidth = 92
/** Height of the line at the foot of a machine's box that stands for its disk. */
export const diskLineHeight = 17

/**
 * Lays a lane out from top to bottom, along the way of the records: siblings in rows by their distance from the source,
 * boxes inside boxes. `linesOf` says how many lines of state a leaf shows, so that nothing moves when time does.
 */
export function layOut({ nodes, arrows }: PictureModel, linesOf: (node: PictureNode) => number): LanePicture {
  const layout = new Layout(nodes, arrows, linesOf)
  const height = layout.place(undefined, { x: 0, y: 0, width: laneWidth, depth: 0 })
  return { width: laneWidth, height, boxes: layout.boxes, arrows: arrowsBetween(layout.boxes, arrows) }
}

interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly depth: number
}

class Layout {
  readonly boxes: PictureBox[] = []
  readonly #children = new Map<string | undefined, PictureNode[]>()
  readonly #parents = new Map<string, string | undefined>()
  readonly #edges: readonly TopologyEdge[]
  readonly #linesOf: (node: PictureNode) => number

  constructor(nodes: readonly PictureNode[], edges: readonly TopologyEdge[], linesOf: (node: PictureNode) => number) {
    this.#edges = edges
    this.#linesOf = linesOf
    const ids = new Set(nodes.map(({ id }) => id))
    for (const node of nodes) {
      const parent = node.parent !== undefined && ids.has(node.parent) ? node.parent : undefined
      this.#parents.set(node.id, parent)
      const siblings = this.#children.get(parent) ?? []
      siblings.push(node)
      this.#children.set(parent, siblings)
    }
  }

  /** Places the children of a node into an area. @returns the height that they took */
  place(parent: string | undefined, area: Area): number {
    const siblings = this.#children.get(parent) ?? []
    const flow = rowsByFlow(siblings.map(({ id }) => id), this.#edgesAmong(parent))
    let y = area.y
    flow.forEach((ids, index) => {
      if (index > 0) y += rowGap
      const row = ids.map((id) => siblings.find((node) => node.id === id)).filter((node) => node !== undefined)
      this.#wrap(row, area.width).forEach((line, position) => {
        y += (position > 0 ? lineGap : 0) + this.#placeLine(line, { ...area, y })
      })
    })
    return y - area.y
  }

  #placeLine(line: readonly PictureNode[], area: Area): number {
    const width = (area.width - gap * (line.length - 1)) / line.length
    const start = this.boxes.length
    const tops: number[] = []
    let tallest = 0
    line.forEach((node, index) => {
      tops.push(this.boxes.length)
      tallest = Math.max(tallest, this.#placeNode(node, { ...area, x: area.x + index * (width + gap), width }))
    })
    for (const index of tops) this.#stretch(index, tallest)
    return this.boxes.length === start ? 0 : tallest
  }

  #placeNode(node: PictureNode, area: Area): number {
    const isLeaf = !this.#children.has(node.id)
    const { x, y, width, depth } = area
    const index = this.boxes.push({ node, x, y, width, height: 0, depth, isLeaf }) - 1
    const height = isLeaf
      ? headerHeight + lineHeight * this.#linesOf(node) + (this.#linesOf(node) > 0 ? 6 : 2) + (node.disk === undefined ? 0 : diskLineHeight)
      : headerHeight +
        this.#linesOf(node) * lineHeight +
        this.place(node.id, {
          x: x + padding,
          y: y + headerHeight + this.#linesOf(node) * lineHeight + 2,
          width: width - padding * 2,
          depth: depth + 1,
        }) +
        padding +
        2 +
        (node.disk === undefined ? 0 : diskLineHeight)
    this.#stretch(index, height)
    return height
  }

  #stretch(index: number, height: number): void {
    const box = this.boxes[index]
    if (box !== undefined) this.boxes[index] = { ...box, height }
  }

  #wrap(row: readonly PictureNode[], width: number): readonly (readonly PictureNode[])[] {
    const fitting = Math.max(1, Math.floor((width + gap) / (leafMinWidth + gap)))
    const lines = Math.ceil(row.length / fitting)
    const perLine = Math.ceil(row.length / Math.max(1, lines))
    return Array.from({ length: lines }, (_, line) => row.slice(line * perLine, (line + 1) * perLine))
  }

  /** Edges as they look to the children of one node: each end stands for the child that it lies in. */
  #edgesAmong(parent: string | undefined): readonly TopologyEdge[] {
    return this.#edges.flatMap(({ from, to, label }) => {
      const left = this.#childOf(parent, from)
      const right = this.#childOf(parent, to)
      return left === undefined || right === undefined || left === right ? [] : [{ from: left, to: right, label }]
    })
  }

  #childOf(parent: string | undefined, id: string): string | undefined {
    let current: string | undefined = id
    while (current !== undefined) {
      if (!this.#parents.has(current)) return undefined
      const above: string | undefined = this.#parents.get(current)
      if (above === parent) return current
      current = above
    }
    return undefined
  }
}

function arrowsBetween(boxes: readonly PictureBox[], edges: readonly TopologyEdge[]): readonly PictureArrow[] {
  const byId = new Map(boxes.map((box) => [box.node.id, box]))
  return edges.flatMap((edge) => {
    const from = byId.get(edge.from)
    const to = byId.get(edge.to)
    return from === undefined || to === undefined ? [] : [{ edge, path: pathBetween(from, to) }]
  })
}

function pathBetween(from: PictureBox, to: PictureBox): string {
  const middle = (box: PictureBox): number => box.x + box.width / 2
  if (from.y + from.height <= to.y) {
    const [x1, y1, x2, y2] = [middle(from), from.y + from.height, middle(to), to.y - 2]
    const bend = (y2 - y1) / 2
    return `M${round(x1)} ${round(y1)}C${round(x1)} ${round(y1 + bend)} ${round(x2)} ${round(y2 - bend)} ${round(x2)} ${round(y2)}`
  }
  const isRightward = from.x < to.x
  const x1 = isRightward ? from.x + from.width : from.x
  const x2 = isRightward ? to.x - 2 : to.x + to.width + 2
  const y1 = from.y + Math.min(from.height, 30) / 2
  const y2 = to.y + Math.min(to.height, 30) / 2
  return `M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
