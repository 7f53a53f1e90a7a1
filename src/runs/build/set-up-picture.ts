import type { RunDocument, RunLane } from '../../../engine/scenario/run/run-document.ts'
import { systemOf } from '../lane-system.ts'
import { laneWidth, layOut, type LanePicture, type PictureBox } from '../picture-layout.ts'
import { pictureOf } from '../picture-model.ts'

/** Size that sites which unfurl links expect. */
const width = 1200
const height = 630
const headHeight = 110
const colours = { flume: '#c2570c', kafka: '#0a6aa8', other: '#5b6472' } as const

/**
 * The picture for unfurled links, as SVG: the set-up of the scenario and not its outcome, since an edited link unfurls as
 * the scenario that it was made from.
 */
export function setUpPicture(title: string, run: RunDocument): string {
  const lanes = run.lanes.map((lane) => ({ lane, picture: layOut(pictureOf(lane.nodes, lane.edges), () => 0) }))
  const tallest = Math.max(1, ...lanes.map(({ picture }) => picture.height + 40))
  const across = lanes.length * (laneWidth + 40)
  const scale = Math.min(1.4, (width - 80) / across, (height - headHeight - 60) / tallest)
  const left = (width - across * scale) / 2
  const drawn = lanes.map(({ lane, picture }, index) => drawLane(lane, picture, left + (index * (laneWidth + 40) + 20) * scale, scale))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif">
<rect width="${width}" height="${height}" fill="#fcfaf5"/>
<text x="60" y="70" font-size="44" font-weight="bold" fill="#14202b" font-family="serif">${escaped(title)}</text>
<text x="${width - 60}" y="${height - 24}" font-size="24" text-anchor="end" fill="#0b6b66">Kafka vs. Flume: change it, run it</text>
${drawn.join('\n')}
</svg>`
}

function drawLane(lane: RunLane, picture: LanePicture, x: number, scale: number): string {
  const colour = colours[systemOf(lane)]
  const frames = picture.boxes.filter(({ isLeaf }) => !isLeaf).map((box) => drawBox(box, '#a9a294', '#f3efe6'))
  const arrows = picture.arrows.map(({ path }) => `<path d="${path}" fill="none" stroke="#5b6472"/>`)
  const leaves = picture.boxes.filter(({ isLeaf }) => isLeaf).map((box) => drawBox(box, colour, '#ffffff'))
  const inside = [...frames, ...arrows, ...leaves].join('')
  return `<g transform="translate(${x.toFixed(1)} ${headHeight}) scale(${scale.toFixed(3)})"><text y="14" font-size="16" font-weight="bold" fill="${colour}">${escaped(lane.name)}</text><g transform="translate(0 30)">${inside}</g></g>`
}

function drawBox({ x, y, width: boxWidth, height: boxHeight, node, isLeaf }: PictureBox, stroke: string, fill: string): string {
  const kind = isLeaf && boxWidth > 160 ? `<text x="${x + boxWidth - 7}" y="${y + 16}" font-size="11" text-anchor="end" fill="#5b6472">${node.kind}</text>` : ''
  const disk = node.disk === undefined ? '' : `<text x="${x + 7}" y="${y + boxHeight - 8}" font-size="11" fill="#5b6472">disk</text>`
  return (
    `<rect x="${x}" y="${y}" width="${boxWidth}" height="${boxHeight}" rx="6" fill="${fill}" stroke="${stroke}"/>` +
    `<text x="${x + 7}" y="${y + 16}" font-size="12" fill="#14202b">${escaped(node.label.slice(0, Math.floor(boxWidth / 7)))}</text>${kind}${disk}`
  )
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
