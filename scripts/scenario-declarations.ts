import { readFileSync } from 'node:fs'
import { BROKER_ROWS } from '../engine/kafka/config/broker-rows.ts'
import type { ConfigRow } from '../engine/kafka/config/config-def.ts'
import { CONSUMER_ROWS } from '../engine/kafka/config/consumer-rows.ts'
import { PRODUCER_ROWS } from '../engine/kafka/config/producer-rows.ts'
import { TOPIC_ROWS } from '../engine/kafka/config/topic-rows.ts'

const folder = 'engine/scenario/api'
const files = ['load-types.ts', 'fault-types.ts', 'kafka-client-types.ts', 'storm-types.ts', 'mapreduce-types.ts', 'neighbour-types.ts', 'lane-types.ts', 'scenario-types.ts']

/**
 * The declarations of 'kafka-vs-flume' as one text, for the editor. The files of the scenario API hold types only, so that
 * they are declarations already once their imports are gone.
 */
export function scenarioDeclarations(): string {
  const bodies = files.map((file) => withKeys(withoutImports(readFileSync(`${folder}/${file}`, 'utf8'))))
  for (const [kind, rows] of Object.entries(keyTables)) bodies.push(keyInterface(kind, rows))
  const functions = [
    '/** Declares a scenario: its frame, and the function that builds lanes, faults and expectations. */',
    'export function scenario(options: ScenarioOptions, build: (kit: ScenarioKit) => void): Scenario',
    '/** Records and when they come. */',
    'export const load: Loads',
  ]
  const body = [...bodies, ...functions].join('\n').replaceAll(/^(?=.)/gm, '  ')
  return [
    `declare module 'kafka-vs-flume' {\n${body}\n}`,
    "/** A file of the scenario, as its text. */\ndeclare module '*.conf' {\n  const text: string\n  export default text\n}",
    "declare module '*.txt' {\n  const text: string\n  export default text\n}\n",
  ].join('\n\n')
}

const keyTables: Readonly<Record<string, readonly ConfigRow[]>> = { Cluster: BROKER_ROWS, Topic: TOPIC_ROWS, Producer: PRODUCER_ROWS, Consumer: CONSUMER_ROWS }

/** Kafka's keys of one kind with their types and defaults, so that an editor can complete them. */
function keyInterface(kind: string, rows: readonly ConfigRow[]): string {
  const keys = rows.filter(([name]) => name.includes('.')).map(([name, type, defaultText]) => {
    const given = typeof defaultText === 'string' ? `; default: ${defaultText === '' ? 'empty' : defaultText}` : ''
    return `  /** ${`${type.toLowerCase()}${given}`.replaceAll('*/', '*\\/')} */\n  readonly '${name}'?: ConfigValue`
  })
  return `/** Kafka's own keys. */\nexport interface ${kind}Keys {\n${keys.join('\n')}\n}`
}

/** Adds the keys to the options that take them. */
function withKeys(text: string): string {
  return text.replaceAll(/export type (Cluster|Topic|Producer|Consumer)Options = KafkaProperties &/g, (all: string, kind: string) => `${all} ${kind}Keys &`)
}

function withoutImports(text: string): string {
  return text.replaceAll(/^import type [^\n]*\n/gm, '').replaceAll(/^export type \{[^}]*\}\n/gm, '')
}
