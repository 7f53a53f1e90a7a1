import type { ComponentKind } from '../../flume/conf/component-type.ts'
import { classNameOf } from '../../flume/conf/known-types.ts'
import { propertiesOf } from '../../flume/conf/lint-finding.ts'

/** A component as the file has it, before anybody has loaded it. */
export interface ListedComponent {
  readonly kind: ComponentKind
  readonly name: string
  /** As written; empty when the file gives none. */
  readonly type: string
  /** The class that the type names; for an unknown alias the type itself. */
  readonly className: string
  /** Settings as written, without the component's prefix. */
  readonly settings: ReadonlyMap<string, string>
  /** Line of the type, or of the list that names the component. */
  readonly line: number
}

/** The word that begins the keys of each kind of component. */
export const listOf: Readonly<Record<ComponentKind, string>> = { source: 'sources', channel: 'channels', sink: 'sinks' }

/** The components that an agent's lists name, sources first, in the order of the lists. */
export function listedComponents(text: string, agent: string): readonly ListedComponent[] {
  const properties = propertiesOf(text, agent)
  return (['source', 'channel', 'sink'] as const).flatMap((kind) => {
    const list = properties.findLast(({ key }) => key === listOf[kind])
    const names = [...new Set((list?.entry.value ?? '').split(/\s+/).filter((name) => name !== ''))]
    return names.map((name) => {
      const prefix = `${listOf[kind]}.${name}.`
      const own = properties.filter(({ key }) => key.startsWith(prefix))
      const settings = new Map(own.map(({ key, entry }) => [key.slice(prefix.length), entry.value]))
      const type = settings.get('type')?.trim() ?? ''
      const line = own.findLast(({ key }) => key === `${prefix}type`)?.entry.position.line ?? list?.entry.position.line ?? 1
      return { kind, name, type, className: classNameOf(kind, type), settings, line }
    })
  })
}

/** Whether a type names a class by its package: one that Flume does not come with may be a plug-in. */
export function isClassName(type: string): boolean {
  return /^[A-Za-z_$][\w$]*(?:\.[\w$]+)+$/.test(type)
}
