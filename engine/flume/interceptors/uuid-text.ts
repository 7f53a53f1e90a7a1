import type { RandomStream } from '../../sim/random-stream.ts'

/** A random UUID of version 4 as text. Source: java.util.UUID.randomUUID, RFC 9562. */
export function uuidText(random: RandomStream): string {
  const word = (): string => random.nextUint32().toString(16).padStart(8, '0')
  const digits = word() + word() + word() + word()
  const variant = '89ab'[random.nextInt(4)] ?? '8'
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`
}
