/** Size that sites which unfurl links expect. */
const width = 1200
const height = 630
const inks = { text: '#14202b', quiet: '#5b6472', accent: '#0b6b66', flume: '#c2570c', kafka: '#0a6aa8' } as const

/** The picture of a page for unfurled links, as SVG: title, what it is about, and how the two systems are built. No outcome. */
export function pagePicture(title: string, about: string): string {
  const titleLines = wrapped(title, 34).slice(0, 2)
  const aboutLines = wrapped(about, 62).slice(0, 3)
  const aboutTop = 110 + titleLines.length * 66
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif">
<rect width="${width}" height="${height}" fill="#fcfaf5"/>
${titleLines.map((line, index) => textAt(60, 105 + index * 66, 58, inks.text, line, 'font-weight="bold" font-family="serif"')).join('\n')}
${aboutLines.map((line, index) => textAt(60, aboutTop + index * 40, 30, inks.quiet, line)).join('\n')}
${chain(410, inks.flume, ['source', 'channel', 'sink'])}
${chain(510, inks.kafka, ['producer', 'replicated log', 'consumer'])}
${textAt(width - 60, height - 20, 24, inks.accent, 'Kafka vs. Flume: change it, run it', 'text-anchor="end"')}
</svg>`
}

/** Text in lines of at most so many characters, cut between words. */
export function wrapped(text: string, charactersMax: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < charactersMax) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

function chain(y: number, ink: string, names: readonly string[]): string {
  const box = 300
  const gap = 90
  return names
    .map((name, index) => {
      const x = 60 + index * (box + gap)
      const arrow = index === 0 ? '' : `<path d="M${x - gap + 8} ${y + 34}H${x - 14}m-12 -10l12 10l-12 10" fill="none" stroke="${ink}" stroke-width="4"/>`
      const label = textAt(x + box / 2, y + 45, 30, inks.text, name, 'text-anchor="middle"')
      return `${arrow}<rect x="${x}" y="${y}" width="${box}" height="68" rx="10" fill="#ffffff" stroke="${ink}" stroke-width="4"/>${label}`
    })
    .join('')
}

function textAt(x: number, y: number, size: number, ink: string, text: string, more = ''): string {
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${ink}" ${more}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`
}
