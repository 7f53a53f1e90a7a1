import { illegalArgument } from '../storm-exception.ts'

/** The names of a stream's values, in order. Source: org.apache.storm.tuple.Fields. */
export class Fields {
  readonly names: readonly string[]

  /** @throws StormException IllegalArgumentException when a name is there twice */
  constructor(names: readonly string[]) {
    const seen = new Set<string>()
    for (const name of names) {
      if (seen.has(name)) throw illegalArgument(`duplicate field '${name}'`)
      seen.add(name)
    }
    this.names = names
  }

  /** The place of a field. @throws StormException IllegalArgumentException when there is none of that name */
  indexOf(name: string): number {
    const index = this.names.indexOf(name)
    if (index < 0) throw illegalArgument(`${name} does not exist`)
    return index
  }
}
