import { isFlumeInterceptor } from '../../flume/conf/interceptors.ts'
import { JavaException } from '../../flume/conf/java/java-exception.ts'
import type { OwnIntercept, PlainEvent } from '../../flume/interceptors/own-interceptor.ts'
import { LimitError } from '../../sim/limits.ts'
import type { FlumeEvent, FlumeInterceptor } from '../api/lane-types.ts'
import { describe, OptionError, type OptionReader } from '../check-options.ts'
import type { Play } from '../play/play.ts'
import { ScenarioError } from '../source/scenario-error.ts'

const nativeErrors = [TypeError, RangeError, ReferenceError, SyntaxError, URIError, EvalError]

/**
 * The agent's `interceptors`: the reader's functions by the class that a flume.conf names. What they throw is an exception of
 * Java to the agent, and a remark with its place to the reader.
 * @throws OptionError
 */
export function readOwnInterceptors(play: Play, reader: OptionReader, agent: string): ReadonlyMap<string, OwnIntercept> {
  const given = reader.raw('interceptors')
  if (given === undefined) return new Map()
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw reader.wrong('interceptors', 'an object of functions by class', given)
  return new Map(Object.entries(given).map(([className, value]): [string, OwnIntercept] => {
    if (isFlumeInterceptor(className)) throw new OptionError(`agent('${agent}', …): '${className}' is an interceptor of Flume's own.`, className, "Give yours a name of its own: 'com.example.Mask'.")
    if (typeof value !== 'function') throw new OptionError(`agent('${agent}', …): the interceptor '${className}' must be a function, and is ${describe(value)}.`, className, '(event) => event lets everything through.')
    // What a function takes cannot be looked at; what it returns is checked at every call.
    return [className, guarded(play, className, value as FlumeInterceptor)]
  }))
}

function guarded(play: Play, className: string, intercept: FlumeInterceptor): OwnIntercept {
  const call = new Error('the agent was declared here')
  let hasThrown = false
  const wrong = (what: string): OptionError => {
    const error = new OptionError(`The interceptor '${className}' must return an event, or undefined to leave it out, and ${what}.`)
    play.session.callOf.set(error, call)
    return error
  }
  return (event, properties) => {
    play.hasReaderRun = true
    try {
      return returned(intercept({ headers: Object.fromEntries(event.headers), body: event.body }, Object.fromEntries(properties)), wrong)
    } catch (error) {
      if (error instanceof LimitError || error instanceof ScenarioError) throw error
      if (!hasThrown) {
        hasThrown = true
        play.remarks.push(remarkOn(className, error, call))
      }
      throw new JavaException('java.lang.RuntimeException', javaMessage(error))
    }
  }
}

function returned(result: FlumeEvent | null | undefined, wrong: (what: string) => OptionError): PlainEvent | undefined {
  if (result === undefined || result === null) return undefined
  if (result instanceof Promise) {
    result.catch(() => undefined)
    throw wrong('returned a promise: Flume does not wait for one')
  }
  if (typeof result !== 'object') throw wrong(`returned ${describe(result)}`)
  const { headers, body } = result
  if (typeof body !== 'string') throw wrong(`its body is ${describe(body)}`)
  if (typeof headers !== 'object') throw wrong(`its headers are ${describe(headers)}`)
  const pairs = new Map<string, string | null>()
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    if (value !== null && typeof value !== 'string') throw wrong(`its header ${name} is ${describe(value)}`)
    pairs.set(name, value)
  }
  return { headers: pairs, body }
}

/** The words of the language's own errors differ between JavaScript engines; they stay out of the agent's log. */
function javaMessage(error: unknown): string | null {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : null
  const isNative = nativeErrors.some((known) => error instanceof known)
  return isNative ? error.name : error.message
}

function remarkOn(className: string, error: unknown, call: Error): Play['remarks'][number] {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : describe(error)
  const message = `The interceptor '${className}' threw ${words}. The source gets it as java.lang.RuntimeException, and does with the batch what it does in Flume.`
  return { severity: 'warning', message, fix: undefined, at: error instanceof Error ? error : call, key: undefined }
}
