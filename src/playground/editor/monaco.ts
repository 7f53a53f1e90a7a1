import * as monaco from 'monaco-editor/editor'
// The package's exports do not reach its own style sheet.
import styles from '../../../node_modules/monaco-editor/min/vs/editor/editor.main.css?url'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import TypeScriptWorker from 'monaco-editor/languages/features/typescript/ts.worker?worker'
import 'monaco-editor/editor/contrib/suggest/browser/suggestController'
import 'monaco-editor/features/bracketMatching/register'
import 'monaco-editor/features/clipboard/register'
import 'monaco-editor/features/comment/register'
import 'monaco-editor/features/find/register'
import 'monaco-editor/features/gotoError/register'
import 'monaco-editor/features/hover/register'
import 'monaco-editor/features/indentation/register'
import 'monaco-editor/features/linesOperations/register'
import 'monaco-editor/features/parameterHints/register'
import 'monaco-editor/features/toggleTabFocusMode/register'
import 'monaco-editor/features/wordHighlighter/register'
import 'monaco-editor/features/wordOperations/register'
import 'monaco-editor/languages/definitions/typescript/register'
import { ModuleKind, ModuleResolutionKind, ScriptTarget, typescriptDefaults } from 'monaco-editor/languages/features/typescript/register'
import { propertiesConfiguration, propertiesLanguage, propertiesLanguageId } from './properties-language.ts'

export { monaco }

let ready: Promise<void> | undefined

/**
 * Prepares the editor once: its style sheet (which the bundler would drop from a chunk that loads later), its workers,
 * the declarations of what a scenario may import, and our language for flume.conf.
 */
export function prepareMonaco(declarations: string): Promise<void> {
  ready ??= prepare(declarations)
  return ready
}

/** Files that a scenario imports as their text. */
const textEndings = ['conf', 'properties', 'json', 'txt', 'log', 'csv'] as const

async function prepare(declarations: string): Promise<void> {
  globalThis.MonacoEnvironment = {
    getWorker: (_, label) => (label === 'typescript' ? new TypeScriptWorker() : new EditorWorker()),
  }
  monaco.languages.register({ id: propertiesLanguageId, extensions: ['.conf'] })
  monaco.languages.setMonarchTokensProvider(propertiesLanguageId, propertiesLanguage)
  monaco.languages.setLanguageConfiguration(propertiesLanguageId, propertiesConfiguration)
  typescriptDefaults.setCompilerOptions({
    target: ScriptTarget.ESNext,
    module: ModuleKind.ESNext,
    moduleResolution: ModuleResolutionKind.NodeJs,
    lib: ['es2023'],
    strict: true,
    allowImportingTsExtensions: true,
    noEmit: true,
  })
  typescriptDefaults.addExtraLib(declarations, 'file:///node_modules/kafka-vs-flume/index.d.ts')
  for (const ending of textEndings) typescriptDefaults.addExtraLib(`declare module "*.${ending}" { const text: string; export default text }`, `file:///${ending}.d.ts`)
  await new Promise<void>((loaded, failed) => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = styles
    link.onload = () => {
      loaded()
    }
    link.onerror = () => {
      failed(new Error('The style sheet of the editor could not be loaded.'))
    }
    document.head.append(link)
  })
}
