import { simulatedClasses } from '../../../../engine/flume/agent/simulated-classes.ts'
import { interceptorClasses } from '../../../../engine/flume/conf/interceptors.ts'
import { TYPE_ALIASES } from '../../../../engine/flume/conf/known-types.ts'
import { COMPONENT_TYPES } from '../../../../engine/flume/conf/registry.ts'
import type { CatalogueSection } from './catalogue-section.ts'
import { componentSnippet, snippetBase } from './component-snippet.ts'

const kinds = [['source', 'Sources'], ['channel', 'Channels'], ['sink', 'Sinks']] as const

/** What Flume 1.11 brings, by the classes that the loader of this guide's engine knows. */
export function flumeCatalogue(): readonly CatalogueSection[] {
  const simulated = simulatedClasses()
  const components = kinds.map(([kind, title]) => ({
    title,
    entries: COMPONENT_TYPES.filter((type) => type.kind === kind).map(({ alias, className }) => {
      const files = componentSnippet(kind, className)
      return { alias: alias?.toLowerCase(), className, isModelled: simulated.has(className), snippet: files === undefined ? undefined : { base: snippetBase, files } }
    }),
  }))
  const interceptors = [...interceptorClasses()].map((className) => ({ alias: undefined, className, isModelled: simulated.has(className), snippet: undefined }))
  return [...components, { title: 'Interceptors', entries: interceptors }]
}

/** Aliases that Flume still accepts although it has no such class any more: an agent that uses one does not start. */
export function aliasesWithoutClass(): readonly { readonly alias: string; readonly className: string }[] {
  return kinds.flatMap(([kind]) => Object.entries(TYPE_ALIASES[kind])).flatMap(([alias, className]) =>
    className === null || COMPONENT_TYPES.some((type) => type.className === className) ? [] : [{ alias: alias.toLowerCase(), className }])
}
