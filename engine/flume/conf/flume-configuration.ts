import { AgentConfiguration, type ConfigurationError, type ConfigurationErrorType } from './agent-configuration.ts'
import { JavaHashMap } from './java/hash-map.ts'
import { javaTrim } from './java/java-text.ts'
import type { LoadLog } from './log.ts'
import type { PropertyPosition } from './read-properties.ts'

/** What validation said of one agent: the names that it accepted, in the order of the Java sets; null where the agent was removed. */
export interface AgentValidation {
  readonly agentValid: boolean
  readonly sources: readonly string[] | null
  readonly sinks: readonly string[] | null
  readonly channels: readonly string[] | null
  readonly sinkgroups: readonly string[] | null
  /** Errors of all agents of the file, in order. */
  readonly errors: readonly ConfigurationError[]
}

/** What validation works with. */
export interface ValidationTools {
  readonly log: LoadLog
  readonly environment: ReadonlyMap<string, string>
  /** Places by the key as read from the file. */
  readonly positions: ReadonlyMap<string, PropertyPosition>
  readonly runCommand?: (command: string) => string | null
}

const LOGGER = 'FlumeConfiguration'

/**
 * Sorts the properties into agents and components, in the order given, and validates every agent; invalid ones are removed.
 * Source: org.apache.flume.conf.FlumeConfiguration.
 * @throws JavaException when validation itself fails (a sink group without `sinks`); no agent of the file can then start.
 */
export function buildFlumeConfiguration(
  properties: JavaHashMap<string>,
  tools: ValidationTools,
): { readonly agents: JavaHashMap<AgentConfiguration>; readonly errors: readonly ConfigurationError[] } {
  const agents = new JavaHashMap<AgentConfiguration>()
  const errors: ConfigurationError[] = []
  for (const [key, value] of properties.entries()) {
    const problem = addRawProperty(agents, errors, tools, { key, value })
    if (problem === null) continue
    if (problem !== 'REPORTED') errors.push([javaTrim(key), '', problem, 'ERROR'])
    tools.log.warn(LOGGER, `Configuration property ignored: ${key} = ${value}`, { position: tools.positions.get(key) })
  }
  for (const [name, agent] of agents.entries()) {
    if (agent.validate()) continue
    const position = agent.listPosition('channels') ?? agent.firstPosition
    tools.log.warn(LOGGER, `Agent configuration invalid for agent '${name}'. It will be removed.`, { position })
    errors.push([name, '', 'AGENT_CONFIGURATION_INVALID', 'ERROR'])
    agents.delete(name)
  }
  return { agents, errors }
}

/** Null if the property was taken; else the error to note (`REPORTED` when the agent has noted it). */
function addRawProperty(
  agents: JavaHashMap<AgentConfiguration>,
  errors: ConfigurationError[],
  tools: ValidationTools,
  raw: { readonly key: string; readonly value: string },
): ConfigurationErrorType | 'REPORTED' | null {
  const name = javaTrim(raw.key)
  const value = javaTrim(raw.value)
  if (value === '') return 'PROPERTY_VALUE_NULL'
  const dot = name.indexOf('.')
  if (dot <= 0) return 'AGENT_NAME_MISSING'
  const agentName = name.slice(0, dot)
  const key = name.slice(dot + 1)
  if (key === '') return 'PROPERTY_NAME_NULL'
  let agent = agents.get(agentName)
  if (agent === undefined) {
    agent = new AgentConfiguration(agentName, errors, tools)
    agents.set(agentName, agent)
  }
  return agent.addProperty(key, value, tools.positions.get(raw.key)) ? null : 'REPORTED'
}
