import { TYPE_ALIASES } from '../../flume/conf/known-types.ts'
import type { LoadedAgent } from '../../flume/conf/load-conf.ts'
import { nearest } from '../../flume/conf/nearest.ts'
import type { LoadLogEntry } from '../../flume/conf/log.ts'
import { ScenarioError } from '../source/scenario-error.ts'

/** Errors that end a run before it begins, because of what the real loader makes of a flume.conf: with place and advice. */
export class ConfTroubles {
  readonly #loaded: LoadedAgent
  readonly #agent: string
  readonly #file: string | undefined

  /** @param file the reader's file with this text; undefined when the text was made by code, which has no places to show */
  constructor(loaded: LoadedAgent, agent: string, file: string | undefined) {
    this.#loaded = loaded
    this.#agent = agent
    this.#file = file
  }

  /** Flume itself ends with an exception. */
  fatal(exceptions: readonly string[]): ScenarioError {
    return new ScenarioError(`Flume does not start with this file: ${exceptions.join('; caused by ')}`, this.at(this.#loaded.fatalPosition ?? { line: 1, column: 1 }), adviceFor(exceptions[0] ?? ''))
  }

  /** Nothing survived the load: blames the first complaint that has a place. */
  nothingToRun(): ScenarioError {
    const first = this.#loaded.log.find(({ position, level, thrown }) => position !== undefined && (level === 'ERROR' || thrown !== undefined)) ?? this.#loaded.log.find(({ position }) => position !== undefined)
    const why = first === undefined ? '' : ` It says: ${textOf(first)}`
    const fix = first === undefined ? `Check that its lines begin with '${this.#agent}.'.` : adviceFor(textOf(first))
    return new ScenarioError(`Agent '${this.#agent}' has nothing to run in ${this.#file ?? 'the new text'}: Flume would start and do nothing.${why}`, this.at(first?.position ?? { line: 1, column: 1 }), fix)
  }

  /** A component that the scenario uses was removed by the loader; undefined when the loader said nothing of it. */
  removed(kind: 'source' | 'sink', name: unknown): ScenarioError | undefined {
    const words = [`${kind} ${String(name)} `, `${kind}  ${String(name)} `]
    const entry = this.#loaded.log.find(({ message }) => words.some((word) => `${message} `.toLowerCase().includes(word.toLowerCase())))
    if (entry === undefined) return undefined
    return new ScenarioError(`Flume starts without ${kind} ${String(name)} of agent '${this.#agent}': ${textOf(entry)}`, this.at(entry.position), adviceFor(textOf(entry)))
  }

  /** What to do about a line of the loader's log, where that is known. */
  advice(entry: LoadLogEntry): string | undefined {
    return knownAdvice(textOf(entry))
  }

  /** A place in the file, for a diagnostic. */
  at(place: { readonly line: number; readonly column: number } | undefined): ScenarioError['position'] {
    return place === undefined || this.#file === undefined ? undefined : { file: this.#file, line: place.line, column: place.column }
  }
}

function textOf({ message, thrown }: LoadLogEntry): string {
  return [message, ...(thrown ?? [])].join('; ')
}

const advices: readonly (readonly [RegExp, string])[] = [
  [/Malformed \\uxxxx/, 'Write four hexadecimal digits behind \\u, or \\\\ for a backslash.'],
  [/fconfig" is null|No configuration/, 'Write lines for the agent, its sources, channels and sinks first.'],
  [/[Nn]o [Cc]hannels? configured/, 'Name a channel that the agent declares: sources have channels = …, sinks have channel = ….'],
  [/is not connected to a channel/, 'Mend the channel first; its own message stands beside.'],
  [/batch size is greater than the channels transaction capacity/, 'Make the batch size at most the transactionCapacity of the channel.'],
  [/cannot be higher than the capacity/, 'Make transactionCapacity at most capacity.'],
  [/NumberFormatException/, 'Write a number.'],
  [/Required parameter (\S+)/, 'Add that property.'],
  [/no type/, 'Give the component a type.'],
]

/** What to do about a complaint of the loader. */
function adviceFor(complaint: string): string {
  const unknown = /Unable to load (source|sink|channel) type: (\S+),/.exec(complaint)
  if (unknown !== null) return adviceForType(unknown[1], unknown[2] ?? '')
  return knownAdvice(complaint) ?? 'Mend this line as the message of Flume says.'
}

function knownAdvice(complaint: string): string | undefined {
  return advices.find(([pattern]) => pattern.test(complaint))?.[1]
}

function adviceForType(kind: string | undefined, type: string): string {
  if (kind !== 'source' && kind !== 'sink' && kind !== 'channel') return 'Mend the type.'
  const names = Object.keys(TYPE_ALIASES[kind]).filter((name) => name !== 'OTHER').map((name) => name.toLowerCase())
  const similar = nearest(type, names)
  return similar === null ? `Types of a ${kind}: ${names.join(', ')}.` : `Did you mean '${similar}'?`
}
