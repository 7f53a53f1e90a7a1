/** Bytes of `text` in UTF-8; an unpaired surrogate counts as one byte, since Java's encoder writes `?` for it. */
export function utf8Bytes(text: string): number {
  let bytes = 0
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0
    if (codePoint < 0x80 || (codePoint >= 0xd800 && codePoint <= 0xdfff)) bytes += 1
    else if (codePoint < 0x800) bytes += 2
    else if (codePoint < 0x10000) bytes += 3
    else bytes += 4
  }
  return bytes
}
