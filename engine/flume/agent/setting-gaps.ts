import type { CoverageGap } from '../conf/coverage.ts'
import type { LoadedAgent } from '../conf/load-conf.ts'
import type { LoadedComponent } from '../conf/loaded.ts'
import { parseCommand } from '../sources/exec/command.ts'

/** Settings of simulated components that are not simulated themselves: they block the start like a class that is not. */
export function settingGaps({ sources }: LoadedAgent): CoverageGap[] {
  return sources.flatMap((source) => {
    switch (source.className) {
      case 'org.apache.flume.source.ExecSource': {
        const command = String(source.settings['command'])
        if (parseCommand(command) !== undefined) return []
        const known = 'tail -F FILE (with -n N), cat FILE and seq FIRST LAST'
        return [gap(source, 'command', `the command '${command}' is not simulated here; ${known} are. Put one of them in its place`)]
      }
      case 'org.apache.flume.source.SpoolDirectorySource': {
        const deserializer = String(source.settings['deserializerType'] ?? 'LINE')
        if (deserializer.toUpperCase() === 'LINE') return []
        return [gap(source, 'deserializer', `the deserializer ${deserializer} is not simulated here; LINE is. Put it in its place`)]
      }
      default:
        return []
    }
  })
}

function gap(component: LoadedComponent, key: string, problem: string): CoverageGap {
  const position = component.positions.get(key)
  const line = position === undefined ? '' : ` (line ${position.line})`
  return {
    kind: 'source',
    name: component.name,
    type: component.type,
    className: component.className,
    ...(position === undefined ? {} : { line: position.line, column: position.column }),
    message: `Flume loads the source ${component.name}${line}, but ${problem}.`,
  }
}
