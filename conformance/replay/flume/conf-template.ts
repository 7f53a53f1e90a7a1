import { isList, isObject, property, textOf, plainText, type Json } from '../../json.ts'

/** Fills the configuration template of a function's fixed arguments with the fields of one input. */
export function fillTemplate(template: readonly Json[], input: Json): string {
  return template.map((part) => (typeof part === 'string' ? fillPart(part, input) : repeatLine(part, input))).join('')
}

function fieldText(input: Json, name: string): string {
  if (!isObject(input)) return plainText(input)
  const value = input[name]
  return isList(value) ? value.map(plainText).join(' ') : plainText(value)
}

function fillPart(part: string, input: Json): string {
  return part.replaceAll(/\$\{([^}]+)\}/g, (whole, name: string) => {
    if (isObject(input) && input[name] === undefined) return whole
    return fieldText(input, name)
  })
}

function repeatLine(part: Json, input: Json): string {
  const line = textOf(part, 'line')
  const list = textOf(part, 'forEachDistinctName')
  if (list !== '') {
    const names = new Set(fieldText(input, list).split(/\s+/).filter((name) => name !== ''))
    return [...names].map((name) => line.replaceAll('${name}', name)).join('')
  }
  return prioritiesOf(property(input, textOf(part, 'forEachPriority')))
    .map(([name, priority]) => line.replaceAll('${name}', name).replaceAll('${priority}', priority))
    .join('')
}

/** Priorities come as a map, or as the text `name=priority …`. */
function prioritiesOf(value: Json | undefined): readonly (readonly [string, string])[] {
  if (isObject(value)) return Object.entries(value).map(([name, priority]) => [name, plainText(priority)])
  if (typeof value !== 'string') return []
  return value.split(/\s+/).filter((entry) => entry !== '').map((entry) => {
    const at = entry.indexOf('=')
    return [entry.slice(0, at), entry.slice(at + 1)]
  })
}
