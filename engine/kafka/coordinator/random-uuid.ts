import type { RandomStream } from '../../sim/random-stream.ts'

/** A random UUID (version 4), as member ids are. */
export function randomUuid(random: RandomStream): string {
  const hex = Array.from({ length: 4 }, () => random.nextUint32().toString(16).padStart(8, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
