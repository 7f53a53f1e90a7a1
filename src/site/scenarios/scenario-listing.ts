import type { RunDocument, RunMarker } from '../../../engine/scenario/run/run-document.ts'
import type { ScenarioFiles } from '../../playground/link/file-change.ts'
import { systemOf } from '../../runs/lane-system.ts'

/** What the list of scenarios says of one. */
export interface ScenarioListing {
  /** What it is about, from the comment at its head; empty where there is only a title. */
  readonly about: string
  /** The systems that its lanes run. */
  readonly systems: readonly ('Flume' | 'Kafka')[]
  /** What goes wrong, or is changed, in it; each once, in the order of the run. */
  readonly faults: readonly string[]
}

/** What a reader looks for, by the words of the marker that a fault leaves in a run. */
const faultNames: readonly (readonly [marker: RegExp, name: string])[] = [
  [/^SIGKILL/, 'process killed'],
  [/^SIGTERM/, 'process stopped'],
  [/^paused/, 'process paused'],
  [/^power cut/, 'power cut'],
  [/^(?:disk|member \d+) lost/, 'disk lost'],
  [/^disk filled/, 'disk full'],
  [/^disk/, 'disk slow'],
  [/^host lost/, 'machine lost'],
  [/^link cut/, 'network cut'],
  [/^link/, 'network slow or lossy'],
]

/** Without a fault or an edit there is only the load. */
const loadOnly = 'load only'

/** A scenario's line in the list. */
export function listingOf(files: ScenarioFiles, run: Pick<RunDocument, 'lanes' | 'markers'>): ScenarioListing {
  const systems = new Set(run.lanes.flatMap((lane) => systemsIn(systemOf(lane))))
  return { about: aboutIn(Object.values(files)[0] ?? ''), systems: [...systems], faults: faultsOf(run.markers) }
}

/** The kinds of faults and edits that the markers stand for. */
export function faultsOf(markers: readonly Pick<RunMarker, 'kind' | 'text'>[]): readonly string[] {
  const names = markers.flatMap(({ kind, text }) => {
    if (kind === 'recovery') return []
    return [kind === 'edit' ? 'edit while it runs' : (faultNames.find(([marker]) => marker.test(text))?.[1] ?? text)]
  })
  return names.length === 0 ? [loadOnly] : [...new Set(names)]
}

/** The comment at the head of a scenario after its title, as one text. */
export function aboutIn(text: string): string {
  const lines = /^(?:\/\/.*\n)+/.exec(text)?.[0].trimEnd().split('\n') ?? []
  return lines.slice(1).map((line) => line.replace(/^\/\/ ?/, '')).join(' ')
}

/** A lane that runs both counts for each. */
function systemsIn(system: 'flume' | 'kafka' | 'other'): readonly ('Flume' | 'Kafka')[] {
  if (system === 'other') return ['Flume', 'Kafka']
  return [system === 'flume' ? 'Flume' : 'Kafka']
}
