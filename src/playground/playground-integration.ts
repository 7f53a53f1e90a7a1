import type { AstroIntegration } from 'astro'

/**
 * What the playground needs of the build. The full editor brings its style sheet itself, when it is opened; the pieces
 * that its modules import would otherwise be linked from every page that has an experiment.
 */
export function playground(): AstroIntegration {
  return {
    name: 'playground',
    hooks: {
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
