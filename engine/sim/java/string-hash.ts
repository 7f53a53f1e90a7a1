/**
 * `String.hashCode()` of Java: s[0]·31^(n−1) + … + s[n−1] over UTF-16 units, as a signed 32-bit integer.
 * Source: java.lang.String.
 */
export function javaStringHash(text: string): number {
  let hash = 0
  for (let index = 0; index < text.length; index += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0
  return hash
}

/** The hash as HashMap and ConcurrentHashMap use it: its upper half folded into the lower. Source: java.util.HashMap.hash. */
export function spreadHash(text: string): number {
  const hash = javaStringHash(text)
  return hash ^ (hash >>> 16)
}

/** Smallest power of two that is at least `size`. Source: java.util.HashMap.tableSizeFor. */
export function tableSizeFor(size: number): number {
  let capacity = 1
  while (capacity < size) capacity *= 2
  return capacity
}
