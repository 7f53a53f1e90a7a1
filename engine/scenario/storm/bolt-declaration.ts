import type { Grouping } from '../../storm/grouping/grouping.ts'
import type { BoltHandle, StormCollector, StormTuple } from '../api/storm-types.ts'
import { describe, OptionError, OptionReader } from '../check-options.ts'
import type { DeclaredStore, LaneScope } from '../lane/lane-scope.ts'

/** The reader's code of a bolt. */
export type OwnExecute = (tuple: StormTuple, collector: StormCollector) => unknown

/** A bolt as the reader declares it; groupings and the store are said after it. */
export class BoltDeclaration {
  readonly id: string
  readonly parallelism: number
  readonly executeMicros: number
  readonly fields: readonly string[] | undefined
  readonly execute: OwnExecute | undefined
  readonly groupings: { readonly from: string; readonly grouping: Grouping }[] = []
  readonly handle: BoltHandle
  store: DeclaredStore | undefined

  /** @throws OptionError */
  constructor(scope: LaneScope, id: unknown, options: unknown, requireOpen: (call: string) => void) {
    if (typeof id !== 'string' || id === '') throw new OptionError(`bolt takes a name first, and got ${describe(id)}.`)
    const reader = new OptionReader(`bolt('${id}', …)`, options ?? {}, ['parallelism', 'takes', 'fields', 'execute'])
    this.id = id
    this.parallelism = reader.number('parallelism', 1, { min: 1, max: 100, whole: true })
    this.executeMicros = reader.micros('takes', 0)
    this.fields = reader.has('fields') ? names(reader.raw('fields'), `bolt('${id}'): 'fields'`) : undefined
    const execute = reader.raw('execute')
    if (execute !== undefined && typeof execute !== 'function') throw reader.wrong('execute', 'a function (tuple, collector) => …', execute)
    // What a function takes cannot be looked at.
    this.execute = execute as OwnExecute | undefined
    this.handle = this.#handle(scope, requireOpen)
  }

  #handle(scope: LaneScope, requireOpen: (call: string) => void): BoltHandle {
    const plain = (type: 'shuffle' | 'localOrShuffle' | 'global' | 'all' | 'none') => (from: unknown) => this.#subscribe(`${type}Grouping`, from, { type }, requireOpen)
    const byFields = (type: 'fields' | 'partialKey') => (from: unknown, fields: unknown) =>
      this.#subscribe(`${type}Grouping`, from, { type, fields: names(fields, `bolt('${this.id}').${type}Grouping`) }, requireOpen)
    return Object.freeze({
      name: this.id,
      shuffleGrouping: plain('shuffle'), localOrShuffleGrouping: plain('localOrShuffle'), globalGrouping: plain('global'), allGrouping: plain('all'), noneGrouping: plain('none'),
      fieldsGrouping: byFields('fields'), partialKeyGrouping: byFields('partialKey'),
      writes: (to: unknown) => {
        requireOpen('writes')
        if (this.execute !== undefined) throw new OptionError(`bolt('${this.id}') has code of its own, which decides what it acks: let a bolt after it write.`)
        this.store = scope.storeOf(to)
        return this.handle
      },
    })
  }

  #subscribe(call: string, from: unknown, grouping: Grouping, requireOpen: (call: string) => void): BoltHandle {
    requireOpen(call)
    if (typeof from !== 'string' || from === '') throw new OptionError(`bolt('${this.id}').${call} takes the name of a spout or bolt, and got ${describe(from)}.`)
    this.groupings.push({ from, grouping })
    return this.handle
  }
}

function names(given: unknown, what: string): readonly string[] {
  if (Array.isArray(given) && given.every((name) => typeof name === 'string')) return given
  throw new OptionError(`${what} takes a list of names, and got ${describe(given)}.`)
}
