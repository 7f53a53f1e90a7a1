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

/** What was filled along paths with the numbers 0, 1, 2 … as names becomes lists. */
export function withLists(observed: Observed): Observed {
  return Object.fromEntries(Object.entries(observed).map(([name, value]) => [name, listed(value)]))
}

function listed(value: Json | undefined): Json | undefined {
  if (!isObject(value)) return value
  const items = Object.entries(value).map(([name, item]) => [name, listed(item) ?? null] as const)
  const ordered = [...items].sort(([left], [right]) => Number(left) - Number(right))
  const isRow = items.length > 0 && ordered.every(([name], index) => name === String(index))
  return isRow ? ordered.map(([, item]) => item) : Object.fromEntries(items)
}
