import { readFileSync } from 'node:fs'

/** The paths of all pages of the built site, from its sitemap, and the page for unknown addresses. */
export function sitePages(): readonly string[] {
  const sitemap = readFileSync('dist/sitemap-0.xml', 'utf8')
  const paths = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => new URL(match[1] ?? '').pathname)
  if (paths.length === 0) throw new Error('dist/sitemap-0.xml names no page: was the site built?')
  return [...paths, '/404.html']
}
