import { agentsOf } from '../../engine/scenario/check-conf.ts'
import { applyEdit, type ConfEdit } from '../../engine/scenario/from-conf/conf-edit.ts'
import { confReport, type ConfReport } from '../../engine/scenario/from-conf/conf-report.ts'
import { judgeConf, type ConfVerdict } from '../../engine/scenario/from-conf/judge-conf.ts'
import { nothingGiven, type FaultWorld, type GivenWorld, type SourceWorld, type StoreWorld } from '../../engine/scenario/from-conf/outside-world.ts'
import { saveConfiguration, type KeptConfiguration } from './kept-configuration.ts'
import { maskConf } from './mask-conf.ts'

/** A flume.conf on the page: its text, the agent that is judged, and the world around it. */
export class Configuration {
  text = $state('')
  /** What was taken out of the text since it came. */
  masked = $state.raw<readonly string[]>([])
  given = $state.raw<GivenWorld>(nothingGiven)
  #chosen = $state('')
  readonly agents: readonly string[] = $derived(agentsOf(this.text))
  readonly agent: string = $derived(this.agents.includes(this.#chosen) ? this.#chosen : (this.agents[0] ?? ''))
  readonly verdict: ConfVerdict | undefined = $derived(this.agent === '' ? undefined : judgeConf(maskConf(this.text).text, this.agent))
  readonly report: ConfReport | undefined = $derived(this.verdict === undefined || this.verdict.runnable.refusal !== undefined ? undefined : confReport(this.verdict.runnable, this.agent, this.given))

  /** @param kept what an earlier visit in this tab left, if there is anything */
  constructor(kept: KeptConfiguration | undefined) {
    if (kept === undefined) return
    this.text = kept.text
    this.given = kept.given
    this.#chosen = kept.agent
  }

  /** Takes a text over, without its secrets; while somebody types they stay until the field is left. */
  take(text: string, isTyping = false): void {
    if (isTyping) {
      this.text = text
    } else {
      const { text: clean, names } = maskConf(text)
      this.text = clean
      if (names.length > 0) this.masked = [...this.masked, ...names]
    }
    this.#save()
  }

  choose(agent: string): void {
    this.#chosen = agent
    this.given = { ...this.given, sources: {}, stores: {} }
    this.#save()
  }

  /** Makes an edit that a finding offers. */
  edit(edit: ConfEdit): void {
    this.take(applyEdit(this.text, edit))
  }

  setSource(name: string, part: Partial<SourceWorld>): void {
    this.#give({ sources: { ...this.given.sources, [name]: { ...this.given.sources[name], ...part } } })
  }

  setStore(channel: string, part: Partial<StoreWorld>): void {
    this.#give({ stores: { ...this.given.stores, [channel]: { ...this.given.stores[channel], ...part } } })
  }

  setFaults(part: Partial<FaultWorld>): void {
    this.#give({ faults: { ...this.given.faults, ...part } })
  }

  #give(part: Partial<GivenWorld>): void {
    this.given = { ...this.given, ...part }
    this.#save()
  }

  #save(): void {
    saveConfiguration({ text: maskConf(this.text).text, agent: this.agent, given: this.given })
  }
}
