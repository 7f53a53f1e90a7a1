import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'

/** The comments that Svelte's server renderer writes around blocks: `<!--[-->`, `<!--[0-->`, `<!--[-1-->`, `<!--]-->`. */
const hydrationMark = /<!--(?:\[-?\d*|\]|\$s\d+-s\d+)?-->/g

/**
 * What the playground needs of the build. The full editor brings its style sheet itself, when it is opened; the pieces
 * that its modules import would otherwise be linked from every page that has an experiment.
 */
export function playground(): AstroIntegration {
  return {
    name: 'playground',
    hooks: {
      // Svelte leaves marks for a hydration that never comes: a bench is mounted anew in the place of the static page.
      'astro:build:done': ({ pages, dir }) => {
        for (const { pathname } of pages) {
          const file = fileURLToPath(new URL(pathname === '404/' ? '404.html' : `${pathname}index.html`, dir))
          const html = readFileSync(file, 'utf8')
          writeFileSync(file, html.replaceAll(hydrationMark, ''))
        }
      },
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({
          vite: {
            plugins: [
              {
                name: 'full-editor-styles',
                enforce: 'pre',
                transform: (_code, id) => (/monaco-editor\/esm\/.*\.css$/.test(id) ? { code: '', map: null } : undefined),
              },
            ],
            // The full editor is large, and loads only for who asks for it.
            build: { chunkSizeWarningLimit: 4_000 },
          },
        })
      },
    },
  }
}
