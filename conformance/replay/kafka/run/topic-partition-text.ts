/** Splits `topic-0` at its last hyphen. */
export function splitPartition(text: string): { readonly topic: string; readonly number: number } {
  const at = text.lastIndexOf('-')
  return { topic: text.slice(0, at), number: Number(text.slice(at + 1)) }
}
