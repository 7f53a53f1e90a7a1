// Builds the guide and serves it until Ctrl+C.
import { runStep } from './run-step.ts'
import { serveFolder } from './serve-folder.ts'

const firstPort = Number(process.env['PORT'] ?? '4321')

/** Serves on the first free port of ten, since the usual one is often taken by another project. */
async function serveOnFreePort(port: number, lastPort: number): Promise<number> {
  try {
    await serveFolder('dist', port)
    return port
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    if (!isTaken || port >= lastPort) throw error
    return serveOnFreePort(port + 1, lastPort)
  }
}

const { ok, seconds } = await runStep({ title: 'Building the guide', command: 'npm', args: ['run', '--silent', 'build'] })
if (ok) {
  const port = await serveOnFreePort(firstPort, firstPort + 9)
  console.log(`\nThe guide was built in ${seconds} s: http://localhost:${port}/  (Ctrl+C ends it)`)
} else {
  console.error('\nThe build failed; its messages are above.')
  process.exitCode = 1
}
