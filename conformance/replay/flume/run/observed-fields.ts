import type { Json, JsonObject } from '../../../json.ts'

type Node = Record<string, unknown> | unknown[]

/** What the steps of a run have seen, by dotted names; digits are places of lists. */
export class ObservedFields {
  readonly #root: Record<string, unknown> = {}

  /** Sets a field; `into` is the name of its parent. */
  set(name: string, value: Json, into = ''): void {
    const path = `${into === '' ? '' : `${into}.`}${name}`.split('.')
    const last = path.pop() ?? ''
    write(this.#parent(path, last), last, value)
  }

  /** The field's value; undefined before it was set. */
  get(name: string): unknown {
    return name.split('.').reduce<unknown>((node, part) => (isNode(node) ? read(node, part) : undefined), this.#root)
  }

  /** Adds to the number of a field, from 0. */
  add(name: string, amount: number): void {
    const known = this.get(name)
    this.set(name, (typeof known === 'number' ? known : 0) + amount)
  }

  /** Adds an entry to the list of a field. */
  append(name: string, value: Json): void {
    const known = this.get(name)
    this.set(`${name}.${String(Array.isArray(known) ? known.length : 0)}`, value)
  }

  /** Everything that was set. */
  toJson(): JsonObject {
    return structuredClone(this.#root) as JsonObject
  }

  #parent(path: readonly string[], last: string): Node {
    let node: Node = this.#root
    path.forEach((part, index) => {
      const known = read(node, part)
      const below = isNode(known) ? known : emptyFor(path[index + 1] ?? last)
      if (below !== known) write(node, part, below)
      node = below
    })
    return node
  }
}

/** A number as the next name is a place in a list. */
function emptyFor(next: string): Node {
  return /^\d+$/.test(next) ? [] : {}
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null
}

function read(node: Node, name: string): unknown {
  return Array.isArray(node) ? node[Number(name)] : node[name]
}

function write(node: Node, name: string, value: unknown): void {
  if (Array.isArray(node)) node[Number(name)] = value
  else node[name] = value
}
