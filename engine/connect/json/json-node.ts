/** A JSON value as Jackson's tree holds it: whole numbers in full, others exactly as written. */
export type JsonNode =
  | { readonly kind: 'missing' | 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'integer'; readonly value: bigint }
  /** A number with point or exponent, as written. */
  | { readonly kind: 'decimal'; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, JsonNode> }

/** A field of an object; undefined for none, and for what is no object. */
export function fieldNode(node: JsonNode, name: string): JsonNode | undefined {
  return node.kind === 'object' ? node.fields.get(name) : undefined
}

/** The node's type in the words of Jackson's JsonNodeType. */
export function nodeType({ kind }: JsonNode): string {
  return kind === 'integer' || kind === 'decimal' ? 'NUMBER' : kind.toUpperCase()
}
