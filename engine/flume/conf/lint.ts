import { COMPONENT_TYPES } from './registry.ts'
import { checkComponents } from './lint-components.ts'
import { checkDirectories } from './lint-directories.ts'
import { checkTopology } from './lint-topology.ts'
import { propertiesOf, type LintContext, type LintFinding } from './lint-finding.ts'
import { loadConf } from './load-conf.ts'

/**
 * What the real Flume accepts in silence and hardly anybody means: keys that nothing reads, commas in lists, events that nobody takes,
 * settings that lose data. Warnings and errors of Flume itself are not repeated; they are in the log of {@link loadConf}.
 * @returns findings in the order of the file.
 */
export function lint(text: string, agent: string): LintFinding[] {
  const loaded = loadConf({ text, fileName: 'flume.conf', agent })
  const context: LintContext = { agent, properties: propertiesOf(text, agent), loaded, types: COMPONENT_TYPES }
  const findings = [...checkComponents(context), ...checkTopology(context), ...checkDirectories(context)]
  return findings.sort((left, right) => left.line - right.line || left.column - right.column)
}
