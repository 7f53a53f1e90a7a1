/** Monaco's workers, as the bundler makes them. */
declare module 'monaco-editor/editor/editor.worker?worker' {
  const EditorWorker: new () => Worker
  export default EditorWorker
}

declare module 'monaco-editor/languages/features/typescript/ts.worker?worker' {
  const TypeScriptWorker: new () => Worker
  export default TypeScriptWorker
}
