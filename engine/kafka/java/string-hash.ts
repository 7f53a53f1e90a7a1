/** Java's String.hashCode: over UTF-16 units, a signed 32-bit number. */
export function javaStringHash(text: string): number {
  let hash = 0
  for (let index = 0; index < text.length; index += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0
  return hash
}
