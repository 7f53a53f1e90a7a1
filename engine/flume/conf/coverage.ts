import type { LoadedAgent } from './load-conf.ts'
import type { PropertyPosition } from './read-properties.ts'

/** A class of the configuration that Flume loads but that is not simulated. */
export interface CoverageGap {
  readonly kind: 'channel' | 'source' | 'sink' | 'selector' | 'interceptor' | 'processor'
  /** Name of the component (of the source, for a selector or interceptor; of the group, for a processor). */
  readonly name: string
  readonly type: string
  readonly className: string
  readonly line?: number
  readonly column?: number
  /** Says what is not simulated, where, and what may stand in for it. */
  readonly message: string
}

/** Whether an agent that Flume loads can be run here. This is apart from what Flume itself says of the file. */
export interface CoverageVerdict {
  readonly covered: boolean
  readonly gaps: readonly CoverageGap[]
}

/** Components that behave alike towards the rest of the agent and are always simulated. */
const STAND_INS: Readonly<Record<CoverageGap['kind'], string>> = {
  channel: 'a memory or file channel with the same capacity',
  source: 'a seq source, or a netcat source that the workload writes to',
  sink: 'a null or file_roll sink with the same batch size',
  selector: 'a replicating selector',
  interceptor: 'a static interceptor, or none',
  processor: 'a failover or load_balance processor',
}

interface Used {
  readonly kind: CoverageGap['kind']
  readonly name: string
  readonly type: string
  readonly className: string
  readonly position?: PropertyPosition
}

/**
 * Compares the classes that a loaded agent uses with those that are simulated.
 * @param simulated full names of the Java classes that have a simulation.
 */
export function coverage(loaded: LoadedAgent, simulated: ReadonlySet<string>): CoverageVerdict {
  const gaps = usedBy(loaded).flatMap((used) => (simulated.has(used.className) ? [] : [gapOf(used)]))
  return { covered: gaps.length === 0, gaps }
}

function usedBy({ channels, sources, sinks, groups }: LoadedAgent): Used[] {
  return [
    ...channels.map((channel) => ({ ...pick(channel), kind: 'channel' as const })),
    ...sources.flatMap((source) => [
      { ...pick(source), kind: 'source' as const },
      {
        ...at(source.positions.get('selector.type') ?? source.position),
        kind: 'selector' as const,
        name: source.name,
        type: source.properties.get('selector.type') ?? 'replicating',
        className: source.selector.className,
      },
      ...source.interceptors.map((interceptor) => ({
        ...pick(interceptor),
        kind: 'interceptor' as const,
        name: `${source.name}.${interceptor.name}`,
      })),
    ]),
    ...sinks.map((sink) => ({ ...pick(sink), kind: 'sink' as const })),
    ...groups.map(({ name, processor, position }) => ({
      ...at(position),
      kind: 'processor' as const,
      name,
      type: processor.className,
      className: processor.className,
    })),
  ]
}

function pick({ name, type, className, position }: Omit<Used, 'kind'>): Omit<Used, 'kind'> {
  return { name, type, className, ...at(position) }
}

function at(position: PropertyPosition | undefined): { readonly position?: PropertyPosition } {
  return position === undefined ? {} : { position }
}

function gapOf({ kind, name, type, className, position }: Used): CoverageGap {
  const where = position === undefined ? '' : ` (line ${String(position.line)})`
  const message =
    `Flume loads the ${kind} ${name} of type ${type}${where}, but ${className} is not simulated here. ` +
    `To run this agent, put a stand-in there: ${STAND_INS[kind]}.`
  return {
    kind,
    name,
    type,
    className,
    message,
    ...(position === undefined ? {} : { line: position.line, column: position.column }),
  }
}
