import { isList, isObject, show, type Json } from '../json.ts'
import { sameText, sameThrown } from './masks.ts'

/** The first difference between two values, or undefined. */
export function difference(recorded: Json | undefined, simulated: Json | undefined, path = ''): string | undefined {
  if (typeof recorded === 'string' && typeof simulated === 'string') {
    return sameText(recorded, simulated) || sameThrown(recorded, simulated) ? undefined : tell(path, recorded, simulated)
  }
  if (typeof recorded === 'number' && typeof simulated === 'number') {
    return recorded === simulated || Math.abs(recorded - simulated) <= 1e-12 * Math.abs(recorded) ? undefined : tell(path, recorded, simulated)
  }
  // A list of texts may have been recorded as one text.
  if (isList(recorded) && typeof simulated === 'string' && recorded.every((entry) => typeof entry === 'string')) {
    return difference(`[${recorded.join(', ')}]`, simulated, path)
  }
  if (isList(recorded) && isList(simulated)) return listDifference(recorded, simulated, path)
  if (isObject(recorded) && isObject(simulated)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(simulated)])) {
      const found = difference(recorded[key], simulated[key], path === '' ? key : `${path}.${key}`)
      if (found !== undefined) return found
    }
    return undefined
  }
  return recorded === simulated ? undefined : tell(path, recorded, simulated)
}

function listDifference(recorded: readonly Json[], simulated: readonly Json[], path: string): string | undefined {
  for (let index = 0; index < Math.max(recorded.length, simulated.length); index++) {
    const found = difference(recorded[index], simulated[index], `${path}[${String(index)}]`)
    if (found !== undefined) return found
  }
  return undefined
}

function tell(path: string, recorded: Json | undefined, simulated: Json | undefined): string {
  return `${path === '' ? '' : `${path}: `}recorded ${show(recorded)}, simulated ${show(simulated)}`
}
