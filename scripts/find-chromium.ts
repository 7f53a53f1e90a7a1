import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const systemChromium = '/usr/bin/chromium'

/** Where the browser for the end-to-end tests is, or the sentence that says why there is none. */
export type ChromiumFinding =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'playwright' }
  | { readonly kind: 'none'; readonly sentence: string }

/**
 * Finds a Chromium, installing one where that is possible without asking: CHROMIUM_PATH, Debian's package, Debian's
 * package installed now (root on Debian or Ubuntu), Playwright's own download.
 */
export function findChromium(): ChromiumFinding {
  const given = process.env['CHROMIUM_PATH']
  if (given !== undefined && given !== '') {
    if (existsSync(given)) return { kind: 'path', path: given }
    return { kind: 'none', sentence: `CHROMIUM_PATH names ${given}, which does not exist.` }
  }
  if (existsSync(systemChromium)) return { kind: 'path', path: systemChromium }
  if (installDebianChromium()) return { kind: 'path', path: systemChromium }
  if (succeeds('playwright', ['install', 'chromium'])) return { kind: 'playwright' }
  return {
    kind: 'none',
    sentence: 'No Chromium was found or could be installed: install one and name it in CHROMIUM_PATH.',
  }
}

/** Debian's package; Ubuntu's package of that name is a snap stub without /usr/bin/chromium, so the file decides. */
function installDebianChromium(): boolean {
  const isRootOnDebian = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (!isRootOnDebian) return false
  succeeds('apt-get', ['update', '-qq'])
  succeeds('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])
  return existsSync(systemChromium)
}

function succeeds(command: string, args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0
}
