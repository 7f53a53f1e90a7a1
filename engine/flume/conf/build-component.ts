import type { ComponentKind, ComponentSetup, ComponentType, Configured } from './component-type.ts'
import { Context } from './context.ts'
import { JavaException, classNotFound } from './java/java-exception.ts'
import { classNameOf, flumeException } from './known-types.ts'
import type { LoadTools } from './load-components.ts'
import type { LoadedComponent } from './loaded.ts'
import { findType, isForeignClass } from './registry.ts'
import type { ValidatedComponent } from './validate-components.ts'

const WORDS: Readonly<Record<ComponentKind, readonly [word: string, interfaceName: string]>> = {
  channel: ['Channel', 'org.apache.flume.Channel'],
  source: ['Source', 'org.apache.flume.Source'],
  sink: ['Sink', 'org.apache.flume.Sink'],
}

/**
 * The class of a component. Source: DefaultChannelFactory, DefaultSourceFactory and DefaultSinkFactory.
 * @throws JavaException org.apache.flume.FlumeException if the class does not exist or is no such component; this is fatal for the agent.
 */
function componentType(kind: ComponentKind, component: ValidatedComponent): ComponentType {
  const className = classNameOf(kind, component.type)
  const found = findType(kind, className)
  if (found !== undefined) return found
  if (isForeignClass(className)) {
    const [, interfaceName] = WORDS[kind]
    const cause = new JavaException(
      'java.lang.ClassCastException',
      `class ${className} cannot be cast to class ${interfaceName}`,
    )
    throw flumeException(
      `Unable to create ${kind}: ${component.name}, type: ${component.type}, class: ${className}`,
      cause,
    )
  }
  throw flumeException(`Unable to load ${kind} type: ${component.type}, class: ${className}`, classNotFound(className))
}

/**
 * Configures a component and does with it what `use` does; an exception of either removes it, with an ERROR in the log.
 * Components are built in two rounds, those from a configuration class first; a fatal exception of the class lookup passes through.
 */
export function buildComponents<Component>(
  kind: ComponentKind,
  components: readonly ValidatedComponent[],
  tools: LoadTools,
  use: (component: ValidatedComponent, type: ComponentType, configured: Configured) => Component,
): Map<string, Component> {
  const built = new Map<string, Component>()
  const rounds = [
    components.filter((one) => one.fromConfigurationClass),
    components.filter((one) => !one.fromConfigurationClass),
  ]
  for (const component of rounds.flat()) {
    const type = lookUp(kind, component)
    try {
      built.set(component.name, use(component, type, type.configure(setupOf(component, tools))))
    } catch (error) {
      if (!(error instanceof JavaException)) throw error
      const message = `${WORDS[kind][0]} ${component.name} has been removed due to an error during configuration`
      const position = component.context.blame(error.property, 'type')
      tools.log.error('AbstractConfigurationProvider', message, { thrown: error, position })
    }
  }
  return built
}

/** The parts that all loaded components have. */
export function loadedComponent(
  component: ValidatedComponent,
  type: ComponentType,
  { settings }: Configured,
): LoadedComponent {
  const { context, name } = component
  const entries = context.entries()
  const position = context.positionOf('type')
  return {
    name,
    type: component.type,
    className: type.className,
    settings,
    properties: new Map(entries),
    positions: new Map(
      entries.flatMap(([key]) => {
        const place = context.positionOf(key)
        return place === undefined ? [] : [[key, place]]
      }),
    ),
    ...(position === undefined ? {} : { position }),
  }
}

function lookUp(kind: ComponentKind, component: ValidatedComponent): ComponentType {
  try {
    return componentType(kind, component)
  } catch (error) {
    // Fatal errors name the place of the type; the loader's caller finds it under this property.
    if (error instanceof JavaException) throw new FatalTypeException(error, component)
    throw error
  }
}

/** A fatal exception of the class lookup, with the component that caused it. */
export class FatalTypeException extends JavaException {
  readonly component: ValidatedComponent

  constructor(thrown: JavaException, component: ValidatedComponent) {
    super(thrown.className, thrown.javaMessage, thrown.javaCause === undefined ? {} : { cause: thrown.javaCause })
    this.component = component
  }
}

function setupOf(
  { name, context, fromConfigurationClass }: ValidatedComponent,
  { log, homeDirectory }: LoadTools,
): ComponentSetup {
  return {
    name,
    context: fromConfigurationClass ? new Context() : context,
    homeDirectory,
    warn: (logger, message, property, thrown) => {
      log.warn(logger, message, {
        ...(thrown === undefined ? {} : { thrown }),
        position: context.blame(property, 'type'),
      })
    },
    error: (logger, message, thrown, property) => {
      log.error(logger, message, {
        ...(thrown === undefined ? {} : { thrown }),
        position: context.blame(property ?? thrown?.property, 'type'),
      })
    },
  }
}
