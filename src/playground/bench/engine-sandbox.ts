import { Sandbox } from '../sandbox/sandbox.ts'
import { engineAddress } from './shipped-scenario.ts'

/** Wall time that a run gets on the reader's machine. */
const wallTimeMsMax = 30_000

const sandboxes = new Map<string, Promise<Sandbox>>()

/**
 * The page's sandbox with an engine, booted ahead. One serves all benches of a page.
 *
 * @throws Error with a sentence for the reader when the site does not have that engine
 */
export async function sandboxFor(engineHash: string): Promise<Sandbox> {
  const known = sandboxes.get(engineHash)
  if (known !== undefined) return known
  const booting = boot(engineHash)
  sandboxes.set(engineHash, booting)
  booting.catch(() => sandboxes.delete(engineHash))
  return booting
}

async function boot(engineHash: string): Promise<Sandbox> {
  const response = await fetch(engineAddress(engineHash))
  if (!response.ok) throw new Error(`This site does not have the engine ${engineHash.slice(0, 8)}.`)
  const sandbox = new Sandbox({ engineSource: await response.text(), engineGlobal: 'KafkaVsFlume', wallTimeMsMax })
  sandbox.warm()
  return sandbox
}
