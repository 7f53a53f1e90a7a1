/** `String.trim()` of Java: removes units up to U+0020 at both ends, and nothing else (a no-break space stays). */
export function javaTrim(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text.charCodeAt(start) <= 0x20) start += 1
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end -= 1
  return text.slice(start, end)
}

/** `text.split("\\s+")` of Java: ASCII white space only; empty texts at the end are dropped, one at the start is kept. */
export function splitWhiteSpace(text: string): string[] {
  return javaSplit(text, /[ \t\n\v\f\r]+/)
}

/** `text.split(separator)` of Java with limit 0: empty texts at the end are dropped, and a text without separator stays whole. */
export function javaSplit(text: string, separator: RegExp | string): string[] {
  const parts = text.split(separator)
  if (parts.length === 1) return parts
  while (parts.length > 0 && parts[parts.length - 1] === '') parts.pop()
  return parts
}
