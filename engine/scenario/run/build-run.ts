import { numberInStream, streamIndexOf, type RecordContent } from '../../ledger/record-stream.ts'
import { LimitError } from '../../sim/limits.ts'
import { groupedAbovePerSecond, groupMicros } from '../load/arrivals.ts'
import type { Play } from '../play/play.ts'
import { DiskPeaks } from './disk-peaks.ts'
import { laneDocument } from './lane-document.ts'
import { hashOfComponents } from './run-hash.ts'
import { runDocumentVersion } from './run-document.ts'
import type { Diagnostic, ModelParameter, RunDocument, RunExpectation, RunStream } from './run-document.ts'

const samplesMax = 3

/** What the Run carries beside what the play knows. */
export interface RunFacts {
  readonly engineHash: string
  readonly scenarioHash: string
  readonly error: Diagnostic | undefined
  readonly expectations: readonly RunExpectation[]
  /** What was seen of the disks while it ran; only the end when absent. */
  readonly diskPeaks?: DiskPeaks
}

/** Closes the books and puts everything about a run into its document. */
export function buildRun(play: Play, facts: RunFacts): RunDocument {
  const { simulation, frame, session } = play
  const componentHashes = simulation.recorder.componentHashes()
  const changes = simulation.recorder.changes()
  const { diskPeaks = new DiskPeaks() } = facts
  const arrivals = new Map(play.loads.map(({ stream, workload }) => [stream.index, workload]))
  const offeredAt = (record: number): number => arrivals.get(streamIndexOf(record))?.arrivalMicros(numberInStream(record)) ?? 0
  return {
    version: runDocumentVersion,
    engineHash: facts.engineHash,
    scenarioHash: facts.scenarioHash,
    seed: simulation.seed,
    startMs: frame.startMs,
    timeZone: frame.zone.name,
    durationMicros: frame.durationMicros,
    endedAtMicros: simulation.nowMicros,
    limitReached: session.limitReached ?? simulation.limitReached,
    error: facts.error,
    diagnostics: play.diagnostics,
    parameters: play.parameters,
    modelParameters: [...hardwareParameters(play), ...play.modelParameters.values()],
    expectations: facts.expectations,
    lanes: play.lanes.map((lane) => laneDocument(lane, { hashes: componentHashes, copies: play.copies.get(lane.name) ?? 1, changes, diskPeaks, offeredAt })),
    streams: play.loads.map((load) => streamDocument(load)),
    markers: play.markers,
    console: session.console,
    changes,
    eventsExecuted: simulation.eventsExecuted,
    hash: hashOfComponents(componentHashes),
    componentHashes,
  }
}

function streamDocument({ stream, workload }: Play['loads'][number]): RunStream {
  const { content, base } = stream
  const { count } = workload
  const offeredAtMicros = new Float64Array(count)
  for (let number = 0; number < count; number++) offeredAtMicros[number] = workload.arrivalMicros(number)
  return { name: content.name, base, count, offeredAtMicros, samples: samplesOf(content, Math.min(samplesMax, count)) }
}

/** The first values; none when the reader's code that makes them was ended by its limit of steps. */
function samplesOf(content: RecordContent, count: number): readonly string[] {
  try {
    return Array.from({ length: count }, (_, number) => content.value(number))
  } catch (error) {
    if (error instanceof LimitError) return []
    throw error
  }
}

function hardwareParameters({ frame }: Play): readonly ModelParameter[] {
  const { disk, link, nicBytesPerSecond } = frame
  const parameter = (name: string, value: number, unit: string, source: string): ModelParameter => ({ name, value, unit, source })
  const choice = 'a modelling choice; set it with hardware'
  return [
    parameter('disk: time of one fsync', disk.fsyncMicros, 'µs', `an SSD of a data centre without a protected cache; ${choice}`),
    parameter('disk: bandwidth', disk.bytesPerSecond, 'bytes/s', choice),
    parameter('disk: capacity', disk.capacityBytes, 'bytes', choice),
    parameter('page cache: age at which a page is written back', disk.dirtyExpireMicros, 'µs', 'Linux, vm.dirty_expire_centisecs = 3000'),
    parameter('page cache: period of write-back', disk.writeBackPeriodMicros, 'µs', 'Linux, vm.dirty_writeback_centisecs = 500'),
    parameter('page cache: memory for files', disk.pageCacheBytes, 'bytes', choice),
    parameter('page cache: dirty bytes from which write-back begins at once', disk.dirtyBackgroundBytes, 'bytes', 'Linux, vm.dirty_background_ratio = 10'),
    parameter('page cache: dirty bytes from which writers wait', disk.dirtyBytes, 'bytes', 'Linux, vm.dirty_ratio = 20'),
    parameter('disk: time of one read', disk.readMicros, 'µs', choice),
    parameter('link: one-way latency', link.latencyMicros, 'µs', `within one data centre; ${choice}`),
    parameter('link: bandwidth', link.bytesPerSecond, 'bytes/s', `10 Gbit/s; ${choice}`),
    parameter('network card of a machine: bandwidth each way', nicBytesPerSecond, 'bytes/s', `1 Gbit/s; ${choice}`),
    parameter(`load: time for which records come together when there are more than ${groupedAbovePerSecond} a second`, groupMicros, 'µs', 'a modelling choice'),
    parameter('link: first retransmission time-out', link.retransmitMicros, 'µs', 'Linux’s minimum; RFC 6298'),
  ]
}
