import { createServer, type Server } from 'node:http'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { build as bundle, type Plugin } from 'esbuild'

/** What of the sandbox is left out, to show that an attack would work without it. */
export interface Weakened {
  readonly withoutPolicy?: boolean
  readonly withoutStripping?: boolean
}

/** An engine that runs the given code as it is: what the sandbox has to hold when the engine's own walls have fallen. */
const naiveEngine = `var Naive = { runScenario: async ({ files }) => {
  const run = (async () => {}).constructor(files.code)
  return await run()
} }`

const pageScript = `
import { Sandbox } from ${JSON.stringify(resolve('src/playground/sandbox/sandbox.ts'))}
window.sandboxOf = (wallTimeMsMax) => new Sandbox({ engineSource: ${JSON.stringify(naiveEngine)}, engineGlobal: 'Naive', wallTimeMsMax })
`

/** Bundles a page that has nothing but the sandbox. */
async function bundlePage(weakened: Weakened): Promise<string> {
  const { outputFiles } = await bundle({
    stdin: { contents: pageScript, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    plugins: [rawText(weakened)],
  })
  return outputFiles[0]?.text ?? ''
}

/** Imports of `file?raw` as text, as Vite has them; what is to be weakened is cut out of the text. */
function rawText({ withoutPolicy = false, withoutStripping = false }: Weakened): Plugin {
  return {
    name: 'raw-text',
    setup(build) {
      build.onResolve({ filter: /\?raw$/ }, ({ path, resolveDir }) => ({ path: resolve(resolveDir, path.slice(0, -4)), namespace: 'raw' }))
      build.onLoad({ filter: /.*/, namespace: 'raw' }, async ({ path }) => {
        const text = await readFile(path, 'utf8')
        return { contents: withoutStripping ? cut(text, /^ {4}stripRealm\(\)$/m) : text, loader: 'text' }
      })
      build.onLoad({ filter: /frame-policy\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8')
        return { contents: withoutPolicy ? `export const framePolicy = ''` : text, loader: 'ts' }
      })
    },
  }
}

function cut(text: string, pattern: RegExp): string {
  return text.replace(pattern, '')
}

/** A server with the page at `/` that counts every request to `/hit`. */
export interface CountingServer {
  readonly address: string
  hits(): number
  close(): void
}

/** Serves the page with the sandbox as it is, or weakened. */
export async function serveSandboxPage(weakened: Weakened): Promise<CountingServer> {
  const script = await bundlePage(weakened)
  let hits = 0
  const server: Server = createServer((request, response) => {
    if (request.url?.startsWith('/hit') === true) {
      hits++
      response.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' }).end('')
    } else {
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>page</title><body><script>${script.replaceAll('</script', '<\\/script')}</script>`)
    }
  })
  server.on('upgrade', (request, socket) => {
    if (request.url?.startsWith('/hit') === true) hits++
    socket.destroy()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    hits: () => hits,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
