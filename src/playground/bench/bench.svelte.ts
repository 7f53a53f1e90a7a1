import { decodeRun } from '../../../engine/scenario/run/decode-run.ts'
import type { RunDocument, SourcePosition } from '../../../engine/scenario/run/run-document.ts'
import { digestOf, verdictSentence } from '../../../engine/scenario/run/verdict.ts'
import { applyChanges, changesBetween, type ScenarioFiles } from '../link/file-change.ts'
import type { LinkDocument } from '../link/link-document.ts'
import { maskSecrets, type MaskedFiles } from '../link/secrets.ts'
import type { SandboxEnd, SandboxRun } from '../sandbox/sandbox.ts'
import { dropDraft, loadDraft, saveDraft } from './drafts.ts'
import { sandboxFor } from './engine-sandbox.ts'
import type { ShippedScenario } from './shipped-scenario.ts'

/** Where the bench is with its run. */
export type BenchStatus = 'idle' | 'running' | 'finished' | 'stopped' | 'failed'

/** One scenario on the bench: its files as edited, its parameters, its run and the moment in view. */
export class Bench {
  readonly shipped: ShippedScenario
  files = $state.raw<ScenarioFiles>({})
  parameters = $state.raw<Readonly<Record<string, number>>>({})
  seed = $state(0)
  status = $state<BenchStatus>('idle')
  /** From 0 to 1, as far as the run has told. */
  progress = $state(0)
  /** What the reader should know of the last run, for eyes and for screen readers. */
  message = $state('')
  run = $state.raw<RunDocument | undefined>(undefined)
  momentMicros = $state<number | undefined>(undefined)
  /** The link that was opened, with what it expects. */
  link = $state.raw<LinkDocument | undefined>(undefined)
  engineHash = $state('')
  /** Wall time from the press to the verdict. */
  tookMs = $state(0)
  /** A place in a file that the editor should show; a new object each time. */
  jump = $state.raw<SourcePosition | undefined>(undefined)
  #running: SandboxRun | undefined

  constructor(shipped: ShippedScenario) {
    this.shipped = shipped
    this.#takeShipped()
    const draft = loadDraft(shipped.id, shipped.hash)
    if (draft === undefined) return
    this.files = draft.files
    this.parameters = draft.parameters
    this.seed = draft.seed
  }

  get isEdited(): boolean {
    return Object.keys(changesBetween(this.shipped.files, this.files)).length > 0
  }

  /** The last run, where something happened in it; one that could not begin has nothing to show but its error. */
  get shownRun(): RunDocument | undefined {
    const { run } = this
    return run !== undefined && run.lanes.length > 0 && run.eventsExecuted > 0 ? run : undefined
  }

  /** The parameters as the last run knew them: an edited scenario may have declared others. */
  get declared(): ShippedScenario['parameters'] {
    return this.run !== undefined && this.run.parameters.length > 0 ? this.run.parameters : this.shipped.parameters
  }

  /** Takes over what a link carries, with the files of the scenario that it was made from. */
  open(link: LinkDocument, base: ScenarioFiles): void {
    this.files = applyChanges(base, link.changes)
    this.parameters = { ...this.#defaults(), ...link.parameters }
    this.seed = link.seed ?? this.shipped.seed
    this.momentMicros = link.momentMicros
    this.link = link
  }

  edit(path: string, text: string): void {
    this.files = { ...this.files, [path]: text }
    this.#save()
  }

  setParameter(name: string, value: number): void {
    this.parameters = { ...this.parameters, [name]: value }
    this.#save()
  }

  setSeed(seed: number): void {
    this.seed = seed
    this.#save()
  }

  /** Back to the scenario as it was shipped. */
  reset(): void {
    this.stop()
    this.#takeShipped()
    this.link = undefined
    this.run = undefined
    this.momentMicros = undefined
    this.status = 'idle'
    this.message = 'The scenario is as it was shipped.'
    dropDraft(this.shipped.id)
  }

  /** Runs what is on the bench, once the sandbox is there. */
  async start(): Promise<void> {
    if (this.status === 'running') return
    const pressedMs = performance.now()
    this.status = 'running'
    this.progress = 0
    this.message = 'Running'
    try {
      const sandbox = await sandboxFor(this.engineHash)
      const { files, seed, parameters } = this
      const request = { files, entry: this.shipped.entry, engineHash: this.engineHash, seed, parameters: { ...parameters } }
      this.#running = sandbox.run(request, (share) => { this.progress = share }, !this.isEdited)
      this.#take(await this.#running.end, performance.now() - pressedMs)
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error))
    }
    this.#running = undefined
  }

  /** Ends the run now. */
  stop(): void {
    this.#running?.stop()
  }

  /** What a link to this would carry, after masking; and what was masked. */
  share(): { readonly link: LinkDocument; readonly masked: MaskedFiles } {
    const masked = maskSecrets(this.files)
    const defaults = this.#defaults()
    const changed = Object.entries(this.parameters).filter(([name, value]) => defaults[name] !== value)
    const isClaim = this.run !== undefined && this.status === 'finished'
    const link: LinkDocument = {
      base: this.shipped.id,
      baseHash: this.shipped.hash,
      engineHash: this.engineHash,
      changes: changesBetween(this.shipped.files, masked.files),
      parameters: Object.fromEntries(changed),
      seed: this.seed,
      momentMicros: this.momentMicros,
      expected: isClaim && this.run !== undefined ? digestOf(this.run) : undefined,
    }
    return { link, masked }
  }

  #take(end: SandboxEnd, tookMs: number): void {
    if (end.kind === 'stopped') {
      this.status = 'stopped'
      this.message = 'Stopped. What is shown below is of an earlier run.'
    } else if (end.kind === 'timed out') {
      this.#fail(`Ended from outside after ${Math.round(end.afterMs / 1_000)} s of your time: such a run has no result that could be compared.`)
    } else if (end.kind === 'flooded') {
      this.#fail('Ended from outside: the scenario sent more messages than any run does.')
    } else if (end.kind === 'failed') {
      this.#fail(end.message)
    } else {
      this.#show(decodeRun(end.run), tookMs)
    }
  }

  #show(run: RunDocument, tookMs: number): void {
    this.run = run
    this.tookMs = tookMs
    if (this.momentMicros !== undefined && this.momentMicros > run.endedAtMicros) this.momentMicros = undefined
    this.status = run.error === undefined ? 'finished' : 'failed'
    this.message = run.error === undefined ? verdictSentence(run) : run.error.message
  }

  #fail(message: string): void {
    this.status = 'failed'
    this.message = message
  }

  #takeShipped(): void {
    this.files = this.shipped.files
    this.parameters = this.#defaults()
    this.seed = this.shipped.seed
    this.engineHash = this.shipped.engineHash
  }

  #defaults(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.shipped.parameters.map(({ name, defaultValue }) => [name, defaultValue]))
  }

  #save(): void {
    const { files, parameters, seed } = this
    saveDraft(this.shipped.id, { baseHash: this.shipped.hash, files, parameters, seed })
  }
}
