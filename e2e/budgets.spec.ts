import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { sitePages } from './site-pages.ts'

const scriptBytesMax = 27_000
const htmlBytesMax = 20_000
/** A scenario's own page has its whole journal, which a page of the guide only links to. */
const scenarioBytesMax = 40_000
/** A page of recorded facts is a list to look things up in. */
const factsBytesMax = 40_000

// Sizes are those of the bodies after gzip, whatever the server does, since that is what a static host sends.
for (const path of sitePages()) {
  test(`${path} stays within its budget of bytes before anything is pressed`, async ({ page }) => {
    let scriptBytes = 0
    const bodies: Promise<void>[] = []
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return
      bodies.push(
        response.body().then((body) => {
          scriptBytes += gzipSync(body).length
        }),
      )
    })
    const document = await page.goto(path, { waitUntil: 'networkidle' })
    await Promise.all(bodies)
    const html = (await document?.body()) ?? Buffer.alloc(0)
    expect(html.length).toBeGreaterThan(0)
    expect(gzipSync(html).length).toBeLessThanOrEqual(htmlBytesMaxOf(path))
    expect(scriptBytes).toBeLessThanOrEqual(scriptBytesMax)
  })
}

function htmlBytesMaxOf(path: string): number {
  if (/^\/fidelity\/./.test(path)) return factsBytesMax
  return path.startsWith('/scenarios/') ? scenarioBytesMax : htmlBytesMax
}
