import { property, textOf } from '../../../json.ts'
import { readLines } from './line-list.ts'
import type { Verb } from './script.ts'

/** Verbs on files. A file that is moved in appears complete: one write does the same. */
export const fileVerbs: Readonly<Record<string, Verb>> = {
  append: (run, step) => {
    run.append(textOf(step, 'file'), readLines(property(step, 'lines')))
  },
  moveIn: (run, step) => {
    run.append(textOf(step, 'file'), readLines(property(step, 'lines')))
  },
}
