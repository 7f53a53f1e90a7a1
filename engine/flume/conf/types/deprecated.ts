import type { ComponentSetup } from '../component-type.ts'

/** Takes an old property over into its new name, with a warning, unless the new one is set. */
export function warnDeprecated(
  { context, warn }: ComponentSetup,
  logger: string,
  oldKey: string,
  newKey: string,
): void {
  const value = context.getString(oldKey)
  if (context.has(newKey) || value === null) return
  context.put(newKey, value, context.positionOf(oldKey))
  warn(logger, `${oldKey} is deprecated. Please use the parameter ${newKey}`, oldKey)
}
