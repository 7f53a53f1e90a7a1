import type { HBaseException } from '../../../engine/hadoop/hbase/hbase-exception.ts'
import { isObject, textOf, type Json } from '../../json.ts'

interface Tree {
  [name: string]: Json | Tree
}

/** The answers of a sequence, at the places that its steps name with `as`. */
export class Answers {
  readonly #tree: Tree = {}

  /** Puts a step's answer where it says: at a path, in several fields of one answer, or at the top. */
  put(as: string, answer: Json): void {
    if (as === '') return
    if (as === '(top level)') {
      if (isObject(answer)) for (const [name, value] of Object.entries(answer)) this.#set(name, value ?? null)
      return
    }
    const paths = as.split(',').map((path) => path.trim())
    for (const path of paths) {
      const field = isObject(answer) ? answer[path] : undefined
      this.#set(path, field ?? answer)
    }
  }

  /** The answer at a path, as text. */
  textAt(path: string): string {
    const found = path.split('.').reduce<Json | Tree | undefined>((place, segment) => (typeof place === 'object' && place !== null && !Array.isArray(place) ? (place as Tree)[segment] : undefined), this.#tree)
    return typeof found === 'string' ? found : JSON.stringify(found)
  }

  /** All answers; fields whose names are numbers from 0 on are lists. */
  get observed(): Json {
    return listed(this.#tree)
  }

  #set(path: string, value: Json): void {
    const segments = path.split('.')
    let place = this.#tree
    for (const segment of segments.slice(0, -1)) {
      const next = place[segment]
      const child: Tree = typeof next === 'object' && next !== null && !Array.isArray(next) ? (next as Tree) : {}
      place[segment] = child
      place = child
    }
    place[segments[segments.length - 1] ?? path] = value
  }
}

function listed(value: Json | Tree): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value as Json
  const entries = Object.entries(value as Tree).map(([name, part]): [string, Json] => [name, listed(part)])
  const isList = entries.length > 0 && entries.every(([name], index) => name === String(index))
  return isList ? entries.map(([, part]) => part) : Object.fromEntries(entries)
}

/** An exception as the recordings have it: class, and the first line of the message. */
export function thrownAnswer(error: HBaseException): Json {
  return { class: error.className, message: error.javaMessage.split('\n', 1)[0] ?? '' }
}

/** Whether a step's `onlyIf` (`start answered ok`) holds. */
export function holds(step: Json, answers: Answers): boolean {
  const condition = /^(\S+) answered (.+)$/.exec(textOf(step, 'onlyIf'))
  return condition === null || answers.textAt(condition[1] ?? '') === condition[2]
}
