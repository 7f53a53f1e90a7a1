/** UTF-8 bytes of a text. */
function utf8(text: string): readonly number[] {
  return [...unescapeUtf8(encodeURIComponent(text))].map((character) => character.charCodeAt(0))
}

function unescapeUtf8(escaped: string): string {
  return escaped.replaceAll(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** The reduce of a key: (hash of Text & Integer.MAX_VALUE) % reduces. Source: HashPartitioner, WritableComparator.hashBytes. */
export function hashPartition(key: string, reduces: number): number {
  let hash = 1
  for (const byte of utf8(key)) hash = (Math.imul(hash, 31) + ((byte << 24) >> 24)) | 0
  return (hash & 0x7fffffff) % reduces
}
