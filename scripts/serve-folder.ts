import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { extname, join, normalize } from 'node:path'

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.xml': 'application/xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.conf': 'text/plain; charset=utf-8',
  '.ts': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.ttf': 'font/ttf',
}

/**
 * Serves a built site as any static host would: folders by their index.html, unknown addresses by 404.html.
 * It is our own because `astro preview` takes a lock per project, which a second preview or a stray one trips over.
 *
 * @throws the listening error (EADDRINUSE, for one) as a rejection.
 */
export async function serveFolder(folder: string, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const file = findFile(folder, request.url ?? '/')
    const found = file ?? join(folder, '404.html')
    if (!existsSync(found)) {
      response.writeHead(404).end('Not found')
      return
    }
    const type = mediaTypes[extname(found)] ?? 'application/octet-stream'
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': type, 'cache-control': 'no-cache' })
    createReadStream(found).pipe(response)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return server
}

/** The file behind an address, or undefined; an address cannot leave the folder. */
function findFile(folder: string, address: string): string | undefined {
  const path = decodePath(address)
  if (path === undefined) return undefined
  const file = join(folder, normalize(join('/', path)))
  const candidates = [file, join(file, 'index.html')]
  return candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile())
}

function decodePath(address: string): string | undefined {
  try {
    return decodeURIComponent(new URL(address, 'http://localhost').pathname)
  } catch {
    return undefined
  }
}
