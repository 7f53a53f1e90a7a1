/**
 * A Vite plugin that makes `import conf from './flume.conf'` yield the file's text, unchanged.
 *
 * @returns {{ name: string, enforce: 'pre', transform: (code: string, id: string) => { code: string, map: null } | undefined }}
 */
export function confText() {
  return {
    name: 'conf-text',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('.conf')) return undefined
      return { code: `export default ${JSON.stringify(code)}`, map: null }
    },
  }
}
