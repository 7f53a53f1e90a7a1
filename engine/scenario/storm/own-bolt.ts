import { LimitError } from '../../sim/limits.ts'
import type { BoltCode } from '../../storm/bolt/code-bolt.ts'
import { StormException } from '../../storm/storm-exception.ts'
import type { OutputCollector } from '../../storm/topology/component.ts'
import type { Fields } from '../../storm/tuple/fields.ts'
import type { StormValue } from '../../storm/tuple/storm-value.ts'
import type { Tuple } from '../../storm/tuple/tuple.ts'
import type { StormCollector, StormTuple, TupleValue } from '../api/storm-types.ts'
import { describe, OptionError } from '../check-options.ts'
import type { Play } from '../play/play.ts'
import { ScenarioError } from '../source/scenario-error.ts'

const nativeErrors = [TypeError, RangeError, ReferenceError, SyntaxError, URIError, EvalError]

/**
 * The reader's code of a bolt. What it throws is a RuntimeException, which ends the worker, and a remark with its place.
 * @param fieldsOf the fields of a component's default stream
 */
export function ownBolt(play: Play, id: string, execute: (tuple: StormTuple, collector: StormCollector) => unknown, fieldsOf: (component: string) => Fields): BoltCode {
  const declared = new Error('the bolt was declared here')
  const seen: { hasThrown: boolean } = { hasThrown: false }
  return (tuple, collector) => {
    play.hasReaderRun = true
    const known = new Map<unknown, Tuple>()
    const given = readersTuple(tuple, fieldsOf(tuple.sourceComponent))
    known.set(given, tuple)
    try {
      const result = execute(given, readersCollector(id, collector, known))
      if (result instanceof Promise) {
        result.catch(() => undefined)
        throw new OptionError(`bolt('${id}'): execute returned a promise, and Storm does not wait for one.`)
      }
    } catch (error) {
      if (error instanceof StormException || error instanceof LimitError) throw error
      if (error instanceof ScenarioError) {
        play.session.callOf.set(error, declared)
        throw error
      }
      const words = error instanceof Error ? `${error.name}: ${error.message}` : describe(error)
      if (!seen.hasThrown) {
        seen.hasThrown = true
        play.remarks.push({ severity: 'warning', message: `The bolt '${id}' threw ${words}. In Storm that ends its worker, which the supervisor launches again.`, fix: undefined, at: error instanceof Error ? error : declared, key: undefined })
      }
      throw new StormException('java.lang.RuntimeException', javaMessage(error))
    }
  }
}

function readersTuple(tuple: Tuple, fields: Fields): StormTuple {
  const values = Object.freeze(tuple.values.map(plainValue))
  return Object.freeze({
    sourceComponent: tuple.sourceComponent,
    values,
    getValueByField: (field: string) => values[fields.indexOf(field)] ?? null,
  })
}

function readersCollector(id: string, collector: OutputCollector, known: ReadonlyMap<unknown, Tuple>): StormCollector {
  const tupleOf = (given: unknown, call: string): Tuple => {
    const tuple = known.get(given)
    if (tuple === undefined) throw new OptionError(`bolt('${id}'): ${call} takes the tuple that execute got, and got ${describe(given)}.`)
    return tuple
  }
  const valuesOf = (given: unknown): readonly TupleValue[] => {
    if (Array.isArray(given) && given.every(isTupleValue)) return given
    throw new OptionError(`bolt('${id}'): emit takes a list of texts, numbers, true, false or null, and got ${describe(given)}.`)
  }
  const emit = (first: unknown, second?: unknown): void => {
    if (second === undefined) collector.emit([], valuesOf(first))
    else collector.emit((Array.isArray(first) ? first : [first]).map((anchor) => tupleOf(anchor, 'emit')), valuesOf(second))
  }
  return Object.freeze({
    emit,
    ack: (tuple: unknown) => { collector.ack(tupleOf(tuple, 'ack')) },
    fail: (tuple: unknown) => { collector.fail(tupleOf(tuple, 'fail')) },
  })
}

function isTupleValue(value: unknown): value is TupleValue {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function plainValue(value: StormValue): TupleValue {
  if (typeof value === 'bigint') return Number(value)
  return isTupleValue(value) ? value : null
}

/** The words of the language's own errors differ between JavaScript engines; they stay out of the worker's log. */
function javaMessage(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : 'null'
  return nativeErrors.some((known) => error instanceof known) ? error.name : error.message
}
