import { existsSync, globSync, readFileSync } from 'node:fs'
import { familyTitles } from '../../../content/fidelity/family-titles.ts'
import type { WrittenFact, WrittenFamily } from '../../../conformance/written-family.ts'

const folder = 'content/fidelity'

/** Units reproduced and recorded: a unit is a vector, or a fact that has none. */
export interface Tally {
  readonly reproduced: number
  readonly recorded: number
}

/** A file of facts as its page shows it. */
export interface JudgedFamily extends WrittenFamily, Tally {
  /** What its facts are about. */
  readonly title: string
  /** Path of its page. */
  readonly page: string
}

let families: readonly JudgedFamily[] | undefined

/** All families that `npm run conformance -- --write` has left in content/fidelity, in the order of their titles' table. */
export function judgedFamilies(): readonly JudgedFamily[] {
  families ??= readFamilies()
  return families
}

/** How much of some facts is reproduced. */
export function tallyOf(facts: readonly WrittenFact[]): Tally {
  let reproduced = 0
  let recorded = 0
  for (const fact of facts) {
    reproduced += fact.reproduced
    recorded += fact.units
  }
  return { reproduced, recorded }
}

/** A part of a whole in words: `15 of 16`, never rounded up to all. */
export function tallyText({ reproduced, recorded }: Tally): string {
  return `${reproduced} of ${recorded}`
}

/** The system of a fact with the project's own capitals, `Kafka Streams 4.3.0`. @param family for records that name none */
export function systemName(fact: WrittenFact, family: string): string {
  if (fact.system === '') return family.startsWith('flume/') ? 'Flume 1.11.0' : 'not named'
  return fact.system.replace(/-hadoop3$/, '').replace(/\b(?:flume|kafkajs|kafka|connect|streams|hadoop|hbase|storm)\b/g, (word) => properNames[word] ?? word)
}

const properNames: Readonly<Record<string, string>> = {
  flume: 'Flume',
  kafka: 'Kafka',
  kafkajs: 'KafkaJS',
  connect: 'Connect',
  streams: 'Streams',
  hadoop: 'Hadoop',
  hbase: 'HBase',
  storm: 'Storm',
}

function readFamilies(): readonly JudgedFamily[] {
  if (!existsSync(folder)) return []
  const order = Object.keys(familyTitles)
  const rank = ({ family }: JudgedFamily): number => (order.includes(family) ? order.indexOf(family) : order.length)
  return globSync(`${folder}/*/*.json`)
    .map((file) => {
      // The judge wrote it, in this shape.
      const written = JSON.parse(readFileSync(file, 'utf8')) as WrittenFamily
      const title = familyTitles[written.family] ?? written.family.replace(/^.*\//, '').replaceAll('-', ' ')
      return { ...written, ...tallyOf(written.facts), title, page: `/fidelity/${written.family}/` }
    })
    .toSorted((left, right) => rank(left) - rank(right) || (left.family < right.family ? -1 : 1))
}
