import frameScript from './frame-script.js?raw'
import workerScript from './worker-script.js?raw'

/** The frame's document under a policy. */
export function frameDocument(policy: string): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`
  return `<!doctype html><html><head>${meta}<title>Sandbox</title></head><body><script>${frameScript}</script></body></html>`
}

/** The program of the worker: the engine's bundle, as text that assigns to `engineGlobal`, inside our own script. */
export function workerProgram(engineSource: string, engineGlobal: string): string {
  return `${workerScript.trim()}(function () {\n${engineSource}\n;return ${engineGlobal}\n})`
}
