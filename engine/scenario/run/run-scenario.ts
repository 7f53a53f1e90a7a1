import type { Limits } from '../../sim/limits.ts'
import { LimitError } from '../../sim/limits.ts'
import { DiskError } from '../../sim/disk.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { hashText, TraceHash } from '../../sim/trace-hash.ts'
import { byCodeUnit } from '../../sim/recorder.ts'
import { utc } from '../../sim/time-zone/time-zone.ts'
import { OptionError } from '../check-options.ts'
import { loads } from '../load/loads.ts'
import { Play, type PlayedSystems } from '../play/play.ts'
import { scenarioKit } from '../play/scenario-kit.ts'
import { scenario, ScenarioDefinition } from '../scenario-definition.ts'
import type { ScenarioFrame } from '../scenario-definition.ts'
import { freezeIntrinsics } from '../source/freeze-intrinsics.ts'
import { loadScenario } from '../source/load-scenario.ts'
import type { ScenarioFiles } from '../source/load-scenario.ts'
import { readerRealm, realmRoots } from '../source/reader-realm.ts'
import { defaultStartMs, ReaderSession } from '../source/reader-session.ts'
import { ScenarioError } from '../source/scenario-error.ts'
import { SourceSet } from '../source/source-set.ts'
import { buildRun } from './build-run.ts'
import { DiskPeaks } from './disk-peaks.ts'
import type { Diagnostic, RunDocument, RunExpectation } from './run-document.ts'

/** How far a run is. */
export interface RunProgress {
  /** Of the virtual duration, from 0 to 1. */
  readonly share: number
  readonly events: number
}

/** A scenario to run, and what the host lends for it. */
export interface RunRequest {
  /** The scenario's files by path, `scenario.ts` among them. */
  readonly files: ScenarioFiles
  readonly entry: string
  /** Overrides the scenario's own. */
  readonly seed?: number | undefined
  readonly parameters?: Readonly<Record<string, number>> | undefined
  readonly limits?: Partial<Limits> | undefined
  /** Resolves after one macrotask, when every promise that can go on has gone on. */
  readonly drain: () => Promise<void>
  /** A promise that it returns is waited for before the run goes on; one that never settles abandons the run. */
  readonly onProgress?: ((progress: RunProgress) => Promise<void> | void) | undefined
  /** Hash of the engine's bytes, for the Run. */
  readonly engineHash?: string | undefined
  /**
   * Set when other code lives in this realm: the intrinsics are then left as they are, and a scenario is not kept from
   * changing them. For tests; strangers' code needs a realm of its own.
   */
  readonly sharesRealm?: boolean | undefined
  /** Called after every event, to look at the books and inside; what it throws ends the run. For tests. */
  readonly afterEachEvent?: ((systems: PlayedSystems) => void) | undefined
}

/** How many instants pass between two reports of progress. */
const progressEvery = 2_000

/**
 * Runs a scenario from its files to its Run document. Errors of the scenario are in the document, with their place; the
 * promise is rejected only by a defect of the engine.
 */
export async function runScenario(request: RunRequest): Promise<RunDocument> {
  const session = new ReaderSession(request.limits ?? {})
  const sources = new SourceSet()
  let play = new Play(emptyFrame, session, { seed: request.seed ?? 1, limits: {}, given: {}, files: {} })
  const diskPeaks = new DiskPeaks()
  let error: Diagnostic | undefined
  let expectations: readonly RunExpectation[] = []
  try {
    const definition = loadDefinition(request, session, sources)
    const { frame } = definition
    session.startMs = frame.startMs
    session.zone = frame.zone
    play = new Play(frame, session, { seed: request.seed ?? frame.seed, limits: definedLimits(request.limits), given: request.parameters ?? {}, files: request.files, afterEachEvent: request.afterEachEvent })
    session.begin(play.simulation)
    build(play, definition.build)
    await drive(play, request, diskPeaks)
    const failure = play.failure ?? session.rejection
    if (failure !== undefined) throw failure.error
    expectations = play.expectations.map(({ evaluate, statedAt }) => ({ ...evaluate(), position: sources.positionOf(statedAt) }))
  } catch (thrown) {
    error = safeDiagnostic(thrown, session, sources)
  }
  for (const { severity, message, fix, at, key } of play.remarks) {
    play.diagnostics.push({ severity, message, fix, position: key === undefined ? sources.positionOf(at) : sources.positionOfKey(at, key) })
  }
  return buildRun(play, {
    engineHash: request.engineHash ?? '',
    scenarioHash: hashOfFiles(request.files),
    error,
    expectations,
    diskPeaks,
  })
}

/** Classes of errors that the reader's code can catch. */
const errorClasses: readonly unknown[] = [ScenarioError, OptionError, LimitError, KafkaException, DiskError]

/** The hash of a scenario's files, by path. */
export function hashOfFiles(files: ScenarioFiles): string {
  const hash = new TraceHash()
  for (const path of Object.keys(files).sort(byCodeUnit)) {
    hash.text(path)
    hash.text(hashText(files[path] ?? ''))
  }
  return hash.digest()
}

const emptyFrame: ScenarioFrame = {
  seed: 1, durationMicros: 0, startMs: defaultStartMs, zone: utc, limits: {},
  disk: { fsyncMicros: 0, bytesPerSecond: 1, capacityBytes: 0, dirtyExpireMicros: 0, writeBackPeriodMicros: 1, readMicros: 0, pageCacheBytes: 0, dirtyBackgroundBytes: 0, dirtyBytes: 0 },
  link: { latencyMicros: 0, bytesPerSecond: 1, retransmitMicros: 1 },
  nicBytesPerSecond: 1,
}

function definedLimits(limits: Partial<Limits> | undefined): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(limits ?? {}).filter(([, value]) => typeof value === 'number'))
}

function loadDefinition(request: RunRequest, session: ReaderSession, sources: SourceSet): NonNullable<ReturnType<typeof ScenarioDefinition.partsOf>> {
  const realm = readerRealm(session)
  if (request.sharesRealm !== true) freezeIntrinsics([...realmRoots(), ...errorClasses])
  const api = Object.freeze({ scenario, load: loads })
  const exports = loadScenario({ files: request.files, entry: request.entry, realm, api, session, sources })
  const definition = ScenarioDefinition.partsOf(exports['default'])
  if (definition === undefined) {
    const place = { file: request.entry, line: 1, column: 1 }
    throw new ScenarioError(`${request.entry} exports no scenario.`, place, 'End it with: export default scenario({ … }, ({ lane }) => { … }).')
  }
  return definition
}

function build(play: Play, builder: (kit: ReturnType<typeof scenarioKit>) => unknown): void {
  const result = builder(scenarioKit(play))
  if (result instanceof Promise) throw new OptionError('The function that builds a scenario cannot be async.', undefined, "Wait inside at('0s', async () => { … }).")
  const unknown = play.unknownParameters
  if (unknown.length > 0) {
    const message = `The scenario has no parameter ${unknown.map((name) => `'${name}'`).join(', ')}; ignored.`
    play.diagnostics.push({ severity: 'warning', message, position: undefined, fix: undefined })
  }
  play.finishBuilding()
}

/** Lets the reader's promises go on. */
async function settle(play: Play, drain: () => Promise<void>): Promise<void> {
  play.hasReaderRun = false
  play.simulation.readerWaits = false
  await drain()
}

/**
 * Runs instant by instant; where the reader's code was resumed, its promises settle before time goes on. Where it was not,
 * nothing is awaited: there are a hundred thousand instants in a run.
 */
async function drive(play: Play, { drain, onProgress }: RunRequest, diskPeaks: DiskPeaks): Promise<void> {
  const { simulation, session, frame, lanes } = play
  let instants = 0
  for (;;) {
    const status = simulation.advance()
    diskPeaks.sample(lanes, simulation.nowMicros)
    if (simulation.readerWaits) await settle(play, drain)
    else if (play.hasReaderRun) {
      play.hasReaderRun = false
      await Promise.resolve()
    }
    play.pollConditions()
    if (simulation.readerWaits) {
      await settle(play, drain)
      continue
    }
    if ((play.failure ?? session.rejection ?? session.limitReached) !== undefined || status !== 'instant') break
    if (++instants % progressEvery === 0) {
      const isHeard = onProgress?.({ share: simulation.nowMicros / frame.durationMicros, events: simulation.eventsExecuted })
      if (isHeard !== undefined) await isHeard
    }
  }
  await onProgress?.({ share: 1, events: simulation.eventsExecuted })
}

/** The reader's code may throw what answers every question about it with another exception. */
function safeDiagnostic(error: unknown, session: ReaderSession, sources: SourceSet): Diagnostic | undefined {
  try {
    return diagnosticOf(error, session, sources)
  } catch {
    return { severity: 'error', message: 'The scenario threw something that cannot be shown.', position: undefined, fix: undefined }
  }
}

/** The error of a scenario as the Run carries it; none for a limit, which the Run has in a place of its own. */
function diagnosticOf(error: unknown, session: ReaderSession, sources: SourceSet): Diagnostic | undefined {
  if (error instanceof LimitError) {
    session.limitReached ??= error.reached
    return undefined
  }
  const key = blamedKey(error)
  const call = error instanceof Error ? session.callOf.get(error) : undefined
  const place = key === undefined ? sources.positionOf(error) ?? sources.positionOf(call) : sources.positionOfKey(error, key)
  if (error instanceof ScenarioError) return { ...error.diagnostic, position: error.position ?? place }
  if (error instanceof KafkaException) return { severity: 'error', message: exceptionChain(error), position: place, fix: undefined }
  if (place === undefined && error instanceof Error) return { severity: 'error', message: `A defect of the simulator: ${messageOf(error)}`, position: undefined, fix: undefined }
  return { severity: 'error', message: messageOf(error), position: place, fix: undefined }
}

/** The property that an error is about, where it says so. */
function blamedKey(error: unknown): string | undefined {
  if (error instanceof OptionError) return error.key
  if (!(error instanceof KafkaException)) return undefined
  const message = error.cause?.message ?? error.message
  return /(?:for configuration |config name: |configuration ")([\w.]+)/.exec(message)?.[1]
}

function exceptionChain(error: KafkaException): string {
  const own = `${error.className}: ${error.message}`
  return error.cause === undefined ? own : `${own}; caused by ${exceptionChain(error.cause)}`
}

function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : `the scenario threw ${String(error)}`
  } catch {
    return 'the scenario threw something that cannot be shown'
  }
}
