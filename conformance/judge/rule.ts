import { isList, isObject, numberOf, textOf, type Json, type JsonObject } from '../json.ts'

/** How one field of what was observed is compared. */
export interface Rule {
  readonly judge: 'exact' | 'range' | 'invariant' | 'bound' | 'derived' | 'ignore'
  readonly compare: string | undefined
  /** The text of a bound, for example `>= 2000`. */
  readonly bound: string | undefined
  readonly toleranceMs: number | undefined
  readonly tolerance: number | undefined
  readonly tolerancePercent: number | undefined
  readonly range: readonly [number, number] | undefined
  readonly until: string | undefined
  readonly mask: string | undefined
  readonly except: readonly string[]
  /** The rule for log lines whose numbers are judged one by one. */
  readonly numbers: JsonObject | undefined
}

/** The rules of a fact, by path. */
export type RuleBook = readonly { readonly pattern: readonly string[]; readonly rule: Rule; readonly weight: number }[]

const judges = new Set(['exact', 'range', 'invariant', 'bound', 'derived', 'ignore'])

/** Reads the `judge` field of a fact. */
export function readRules(judge: Json | undefined): RuleBook {
  if (!isObject(judge)) return []
  return Object.entries(judge).map(([path, rule]) => {
    const pattern = path === '*' ? ['**'] : path.split('.')
    return { pattern, rule: readRule(rule ?? null), weight: path === '*' ? 0 : path.length }
  })
}

function readRule(source: Json): Rule {
  const plain = { compare: undefined, bound: undefined, toleranceMs: undefined, tolerance: undefined, tolerancePercent: undefined, range: undefined, until: undefined, mask: undefined, except: [], numbers: undefined }
  if (typeof source === 'string') {
    if (source.startsWith('bound')) return { ...plain, judge: 'bound', bound: source.slice('bound'.length).trim() }
    return { ...plain, judge: judgeOf(source) }
  }
  if (!isObject(source)) return { ...plain, judge: 'exact' }
  if (source['numbers'] === true) return { ...plain, judge: 'exact', numbers: source }
  const bound = source['bound']
  const range = source['range']
  const [low, high] = isList(range) ? range : []
  return {
    judge: typeof bound === 'string' && source['judge'] === undefined ? 'bound' : judgeOf(textOf(source, 'judge')),
    compare: textOf(source, 'compare') === '' ? undefined : textOf(source, 'compare'),
    bound: typeof bound === 'string' ? bound.replace(/^bound\s*/, '') : undefined,
    toleranceMs: numberOf(source, 'toleranceMs'),
    tolerance: numberOf(source, 'tolerance'),
    tolerancePercent: numberOf(source, 'tolerancePercent'),
    range: typeof low === 'number' && typeof high === 'number' ? [low, high] : undefined,
    until: textOf(source, 'until') === '' ? undefined : textOf(source, 'until'),
    mask: textOf(source, 'mask') === '' ? undefined : textOf(source, 'mask'),
    except: isList(source['except']) ? source['except'].filter((entry) => typeof entry === 'string') : [],
    numbers: undefined,
  }
}

function judgeOf(text: string): Rule['judge'] {
  return judges.has(text) ? (text as Rule['judge']) : 'exact'
}

/** The rule for a path: the longest pattern that covers it; undefined when none does. */
export function ruleFor(rules: RuleBook, path: readonly string[]): Rule | undefined {
  let best: { readonly rule: Rule; readonly weight: number } | undefined
  for (const entry of rules) {
    if (!covers(entry.pattern, path)) continue
    if (best === undefined || entry.weight > best.weight) best = entry
  }
  return best?.rule
}

/** Whether some rule is about something below the path, so that the path itself must be taken apart. */
export function hasRuleBelow(rules: RuleBook, path: readonly string[]): boolean {
  return rules.some(({ pattern }) => pattern.length > path.length && pattern[0] !== '**' && covers(pattern.slice(0, path.length), path))
}

/**
 * Keys may contain dots, and so may the patterns that name them. `*` stands for one segment; a segment that ends in `*`
 * for any text that begins so.
 */
function covers(pattern: readonly string[], path: readonly string[]): boolean {
  if (pattern[0] === '**') return true
  const text = path.join('\u0001')
  const expression = pattern.map((segment, index) => segmentPattern(segment, index === pattern.length - 1)).join('[.\u0001]')
  return new RegExp(`^${expression}(?:\u0001.*)?$`, 's').test(text)
}

function segmentPattern(segment: string, isLast: boolean): string {
  if (segment === '*') return isLast ? '[^\u0001]+' : '[^\u0001]+?'
  const escaped = segment.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return segment.endsWith('*') ? `${escaped.slice(0, -2)}.*` : escaped
}
