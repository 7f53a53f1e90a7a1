import type { ComponentType } from './component-type.ts'
import type { LoadedAgent } from './load-conf.ts'
import { readProperties, type PropertyEntry } from './read-properties.ts'

/** Something that Flume accepts and that is probably not meant. Lines and columns are 1-based; `endColumn` is exclusive. */
export interface LintFinding {
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
  readonly line: number
  readonly column: number
  readonly endColumn: number
  /** Text that could stand between `column` and `endColumn` instead. */
  readonly fix?: string
}

/** A property of the agent, its key without the agent's name. */
export interface AgentProperty {
  readonly key: string
  readonly entry: PropertyEntry
}

/** What the checks look at. */
export interface LintContext {
  readonly agent: string
  readonly properties: readonly AgentProperty[]
  readonly loaded: LoadedAgent
  readonly types: readonly ComponentType[]
}

/** The agent's properties in file order. */
export function propertiesOf(text: string, agent: string): AgentProperty[] {
  const prefix = `${agent}.`
  return readProperties(text)
    .entries.filter(({ key }) => key.startsWith(prefix))
    .map((entry) => ({ key: entry.key.slice(prefix.length), entry }))
}

/** A finding on a part of a property's key: `from` and `length` count within the whole key. */
export function atKey(
  { entry }: AgentProperty,
  finding: Pick<LintFinding, 'severity' | 'message' | 'fix'>,
  from = 0,
  length = entry.key.length - from,
): LintFinding {
  const column = entry.position.column + from
  return { ...finding, line: entry.position.line, column, endColumn: column + length }
}

/** A finding on a property's value. */
export function atValue(
  { entry }: AgentProperty,
  finding: Pick<LintFinding, 'severity' | 'message' | 'fix'>,
): LintFinding {
  const { valueLine, valueColumn } = entry.position
  return { ...finding, line: valueLine, column: valueColumn, endColumn: valueColumn + Math.max(entry.value.length, 1) }
}
