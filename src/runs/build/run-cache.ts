import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { deserialize, serialize } from 'node:v8'

const folder = resolve('node_modules/.cache/scenario-runs')

/** The name under which a result is kept: over everything that it depends on. */
export function cacheKey(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)
}

/** A kept result; undefined when there is none. */
export function readCached(key: string): unknown {
  const path = resolve(folder, key)
  return existsSync(path) ? deserialize(readFileSync(path)) : undefined
}

/** Keeps a result; typed arrays and maps stay what they are. */
export function writeCached(key: string, value: unknown): void {
  mkdirSync(folder, { recursive: true })
  const path = resolve(folder, key)
  const partial = `${path}.${process.pid}`
  writeFileSync(partial, serialize(value))
  renameSync(partial, path)
}
