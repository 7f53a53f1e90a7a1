import { TraceHash } from '../../sim/trace-hash.ts'

/** The hash over the hashes of components by name, which must be in order. */
export function hashOfComponents(hashes: ReadonlyMap<string, string>): string {
  const hash = new TraceHash()
  for (const [name, digest] of hashes) {
    hash.text(name)
    hash.text(digest)
  }
  return hash.digest()
}

/** The hashes of the components of one lane: those whose name is the lane's, or begins with it and a slash. */
export function componentsOfLane(hashes: ReadonlyMap<string, string>, lane: string): ReadonlyMap<string, string> {
  return new Map([...hashes].filter(([name]) => name === lane || name.startsWith(`${lane}/`)))
}
