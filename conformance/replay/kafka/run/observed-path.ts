import { isObject, type Json } from '../../../json.ts'

/** What a run has observed so far; filled along dotted paths. */
export type Observed = Record<string, Json | undefined>

/** Puts a value at a dotted path of `observed`; `$` spreads an object over `observed` itself. */
export function putObserved(observed: Observed, path: string, value: Json): void {
  if (path === '$') {
    if (isObject(value)) Object.assign(observed, value)
    return
  }
  const segments = path.split('.')
  let place = observed
  for (const segment of segments.slice(0, -1)) {
    const next = place[segment]
    const child: Observed = isObject(next) ? { ...next } : {}
    place[segment] = child
    place = child
  }
  place[segments[segments.length - 1] ?? path] = value
}
