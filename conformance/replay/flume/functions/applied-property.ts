import { loadConf } from '../../../../engine/flume/conf/load-conf.ts'
import type { LoadedComponent } from '../../../../engine/flume/conf/loaded.ts'
import { listOf, plainText, property, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'

/** Loads a configuration with one property of one component set, and reads the field that the property goes to. */
export function appliedProperty(fixed: Json | undefined, input: Json): Json {
  const text = listOf(fixed, 'confTemplate').map((part) => filled(plainText(part), input)).join('')
  const agent = loadConf({ text, fileName: 'flume.conf', agent: textOf(fixed, 'agent') })
  const kind = textOf(input, 'kind')
  const components: readonly (LoadedComponent & { readonly batchSize?: number })[] = kind === 'source' ? agent.sources : kind === 'sink' ? agent.sinks : agent.channels
  const [component] = components
  if (component === undefined) return { effective: null }
  const name = fieldOf(textOf(input, 'property'))
  const value = component.settings[name] ?? (name === 'batchSize' ? component.batchSize : undefined) ?? (name === 'batchSize' ? component.settings['bufferCount'] : undefined)
  if (value === undefined) throw new NotReplayable(`the loaded ${component.className} has no field '${name}'`)
  return { effective: String(value) }
}

/** `sink.batchSize` goes to `batchSize`, `max-line-length` to `maxLineLength`. */
function fieldOf(propertyName: string): string {
  const last = propertyName.slice(propertyName.lastIndexOf('.') + 1)
  return last.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** `${field}`, `${A if kind is K, else B}` and `${k1, r1 or c1 by kind}`. */
function filled(part: string, input: Json): string {
  return part.replaceAll(/\$\{([^}]+)\}/g, (_, words: string) => {
    const choice = /^(\S+) if kind is (\w+), else (\S+)$/.exec(words)
    if (choice !== null) return choice[2] === textOf(input, 'kind') ? fieldOrWord(choice[1] ?? '', input) : (choice[3] ?? '')
    if (words.endsWith(' by kind')) return nameByKind(words, textOf(input, 'kind'))
    return fieldOrWord(words, input)
  })
}

function fieldOrWord(word: string, input: Json): string {
  const value = property(input, word)
  return typeof value === 'string' ? value : word
}

/** Sinks are k1, sources r1 and channels c1 in Flume's own examples. */
function nameByKind(words: string, kind: string): string {
  const letter = new Map([['sink', 'k'], ['source', 'r'], ['channel', 'c']]).get(kind) ?? ''
  return words.split(/[\s,]+/).find((word) => word.startsWith(letter)) ?? ''
}
