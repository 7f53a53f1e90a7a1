import { readFileSync } from 'node:fs'
import { newQuickJSWASMModule } from 'quickjs-emscripten'

/** What a run in QuickJS gives back: the hashes, and the counts of the verdict. */
export interface QuickJsOutcome {
  readonly hash: string
  readonly componentHashes: Readonly<Record<string, string>>
  readonly sentence: string
  readonly error: string | undefined
}

/** Runs a scenario in QuickJS from the bytes of the engine's bundle; its jobs are what a macrotask drains. */
export async function runInQuickJs(bundle: string, files: Readonly<Record<string, string>>, options: { readonly seed?: number } = {}): Promise<QuickJsOutcome> {
  const quickjs = await newQuickJSWASMModule()
  const runtime = quickjs.newRuntime()
  runtime.setMaxStackSize(4 * 1024 * 1024)
  const context = runtime.newContext()
  const evaluate = (code: string, name: string): void => { context.unwrapResult(context.evalCode(code, name)).dispose() }
  evaluate(readFileSync(bundle, 'utf8'), 'engine.js')
  evaluate(`
    var waiting = [], outcome;
    const drain = () => new Promise((resolve) => { waiting.push(resolve) });
    KafkaVsFlume.runScenario({ files: ${JSON.stringify(files)}, entry: 'scenario.ts', drain, ...${JSON.stringify(options)} }).then(
      (run) => { outcome = JSON.stringify({ hash: run.hash, componentHashes: Object.fromEntries(run.componentHashes), sentence: KafkaVsFlume.verdictSentence(run), error: run.error && run.error.message }) },
      (error) => { outcome = JSON.stringify({ error: 'rejected: ' + error + error.stack }) });
    function turn() { for (const resolve of waiting.splice(0)) resolve(); return outcome }
  `, 'driver.js')
  for (;;) {
    context.unwrapResult(runtime.executePendingJobs(-1))
    const handle = context.unwrapResult(context.evalCode('turn()'))
    const text = context.dump(handle) as string | undefined
    handle.dispose()
    if (text !== undefined) {
      context.dispose()
      runtime.dispose()
      return JSON.parse(text) as QuickJsOutcome
    }
  }
}
