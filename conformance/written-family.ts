import type { Fact, FactKind } from './fact.ts'
import type { FactVerdict } from './judge/judge-fact.ts'
import { textOf } from './json.ts'

/** One recorded fact and what the judge said of it, as the site shows it. */
export interface WrittenFact {
  readonly id: string
  readonly kind: FactKind
  /** Name and version of the system that was recorded; empty where the record does not say. */
  readonly system: string
  /** What was seen, in one sentence; empty where the record has none. */
  readonly claim: string
  /** Vectors, or 1. */
  readonly units: number
  readonly reproduced: number
  /** What differed, when something did. */
  readonly difference?: string
}

/** What the judge said of one file of facts. */
export interface WrittenFamily {
  /** Folder and name of the file, without its ending. */
  readonly family: string
  /** The day of judgement, as 2026-11-23. */
  readonly judgedOn: string
  /** Seeds over which ranges and invariants were judged. */
  readonly seeds: number
  readonly facts: readonly WrittenFact[]
}

/** How much of a difference is kept: enough to see which field it is. */
const differenceMax = 220

/** Recorded from files that others have published: what is in those is theirs, so that only numbers are written. */
const familiesOfOthers: ReadonlySet<string> = new Set(['flume/loader-corpus', 'flume/loader-key-order'])

/** A fact with its verdict, without the parts that only the judge needs. @param index of the fact in its file */
export function writtenFact({ source, id, kind, family }: Fact, verdict: FactVerdict, index: number): WrittenFact {
  const { units, reproduced, reasons: [first] } = verdict
  const isOfOthers = familiesOfOthers.has(family)
  const name = isOfOthers ? `${family.replace('/', '.')}.${index + 1}` : id
  const whole = { id: name, kind, system: textOf(source, 'system'), claim: textOf(source, 'claim'), units, reproduced }
  if (first === undefined || reproduced === units || isOfOthers) return whole
  return { ...whole, difference: first.length > differenceMax ? `${first.slice(0, differenceMax - 1)}…` : first }
}

/** The text of a family's file: one fact a line, so that a change of the engine shows as the lines that it changed. */
export function familyText({ facts, ...family }: WrittenFamily): string {
  const head = JSON.stringify(family).slice(1, -1)
  return `{${head},"facts":[\n${facts.map((fact) => JSON.stringify(fact)).join(',\n')}\n]}\n`
}
