/** `text` in UTF-8; an unpaired surrogate becomes `?`, as Java's String.getBytes writes it. */
export function utf8Encode(text: string): Uint8Array {
  return asciiBytes(text) ?? encodeAny(text)
}

/** Most texts are ASCII, a byte a character; undefined for any other. */
function asciiBytes(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code >= 0x80) return undefined
    bytes[index] = code
  }
  return bytes
}

function encodeAny(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0
    if (codePoint < 0x80) bytes.push(codePoint)
    else if (codePoint < 0x800) bytes.push(0xc0 | (codePoint >> 6), continuation(codePoint))
    else if (codePoint >= 0xd800 && codePoint <= 0xdfff) bytes.push(0x3f)
    else if (codePoint < 0x10000) {
      bytes.push(0xe0 | (codePoint >> 12), continuation(codePoint >> 6), continuation(codePoint))
    } else {
      bytes.push(0xf0 | (codePoint >> 18), continuation(codePoint >> 12))
      bytes.push(continuation(codePoint >> 6), continuation(codePoint))
    }
  }
  return Uint8Array.from(bytes)
}

function continuation(bits: number): number {
  return 0x80 | (bits & 0x3f)
}
