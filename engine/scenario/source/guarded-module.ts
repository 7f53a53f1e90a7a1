import { parse } from 'acorn'
import type { AnyNode, CallExpression, Node, Program } from 'acorn'
import { ancestor, full } from 'acorn-walk'
import type { SourcePosition } from '../run/run-document.ts'
import { watchFloating } from './floating-promises.ts'
import { freeNames } from './free-names.ts'
import { ModuleRewriter, reservedPrefix } from './module-text.ts'
import { ScenarioError } from './scenario-error.ts'
import { stripTypes } from './strip-types.ts'
import { TextEdits } from './text-edits.ts'
import type { EditedText } from './text-edits.ts'

/** A file of the scenario, ready to be evaluated in a realm of given names. */
export interface GuardedModule {
  readonly file: string
  /** A function expression; called with the realm's values in the order of `names` it gives the module's body. */
  readonly code: EditedText
  /** Parameters of the function: every identifier of the file, so that nothing of the host's global scope is in reach. */
  readonly names: readonly string[]
  readonly imports: readonly { readonly source: string; readonly position: SourcePosition }[]
  readonly calls: readonly CallExpression[]
  /** The place in the reader's file of an offset in the stripped code. */
  position(offset: number): SourcePosition
}

/** Where guards get their numbers from: one for each loop and function of the scenario. */
export interface GuardTable {
  readonly positions: SourcePosition[]
}

/** Words that the strict mode's grammar does not take as a parameter's name, and values that are the same everywhere. */
const notParameters: ReadonlySet<string> = new Set([
  ...['eval', 'arguments', 'let', 'static', 'implements', 'interface', 'package', 'private', 'protected', 'public', 'yield', 'await'],
  ...['undefined', 'NaN', 'Infinity', 'enum', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete'],
  ...['do', 'else', 'export', 'extends', 'false', 'finally', 'for', 'function', 'if', 'import', 'in', 'instanceof', 'new', 'null'],
  ...['return', 'super', 'switch', 'this', 'throw', 'true', 'try', 'typeof', 'var', 'void', 'while', 'with'],
])
const functionTypes: readonly string[] = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']
const loopTypes: readonly string[] = ['ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement']

/**
 * Compiles one TypeScript file of the scenario: types removed, a guard at every loop turn and function entry, `**` through
 * the deterministic power, imports and exports as plain statements. Lines stay.
 * @param known the names that the realm has
 * @throws ScenarioError with the place for syntax errors and for what a scenario cannot use
 */
export function guardModule(file: string, text: string, known: ReadonlySet<string>, guards: GuardTable): GuardedModule {
  const { code, map } = stripTypes(file, text)
  const lineStarts = [0, ...[...code.matchAll(/\n/g)].map(({ index }) => index + 1)]
  const position = (offset: number): SourcePosition => {
    const line = Math.max(1, lineStarts.findLastIndex((start) => start <= offset) + 1)
    return { file, ...map.original({ line, column: offset - (lineStarts[line - 1] ?? 0) + 1 }) }
  }
  const names = new Set<string>()
  const program = parseModule(code, position, names)
  refuseForeignNames(program, known, position)
  refuseTopLevelAwait(program, position)
  const edits = new TextEdits(code)
  const modules = new ModuleRewriter(code, edits)
  const calls: CallExpression[] = []
  full(program, (node: Node) => {
    // The walker's callback type is the base of all node types.
    const known = node as AnyNode
    if (known.type === 'CallExpression') calls.push(known)
    refuseConstruct(known, position)
    refuseStack(known, position)
    watchFloating(known, edits)
    guardNode(known, { code, edits, guard: (at) => `${reservedPrefix}step(${guards.positions.push(position(at)) - 1})` })
  })
  modules.rewrite(program)
  const parameters = [...names].filter((name) => !notParameters.has(name))
  const prefix = `(function(${reservedPrefix}step,${reservedPrefix}power,${reservedPrefix}float,${reservedPrefix}floats,${reservedPrefix}import,${reservedPrefix}exports,${parameters.join(',')}){"use strict";return function(){${modules.prologue}`
  const suffix = `\n;${modules.epilogue}}})\n//# sourceURL=scenario:///${file}`
  return {
    file,
    code: edits.apply(prefix, suffix),
    names: parameters,
    imports: modules.imports.map(({ source }) => ({ source: String(source.value), position: position(source.start) })),
    calls,
    position,
  }
}

function parseModule(code: string, position: GuardedModule['position'], names: Set<string>): Program {
  let reserved: number | undefined
  try {
    const program = parse(code, {
      ecmaVersion: 2024,
      sourceType: 'module',
      preserveParens: true,
      allowAwaitOutsideFunction: false,
      onToken: (token) => {
        if (token.type.label !== 'name') return
        const name = String('value' in token ? token.value : '')
        if (name.startsWith(reservedPrefix)) reserved ??= token.start
        names.add(name)
      },
    })
    if (reserved !== undefined) throw new ScenarioError(`Names that begin with ${reservedPrefix} are reserved.`, position(reserved), 'Choose another name.')
    return program
  } catch (error) {
    if (!(error instanceof SyntaxError) || !('pos' in error)) throw error
    throw new ScenarioError(`Syntax error: ${error.message.replace(/ \(\d+:\d+\)$/, '')}`, position(Number(error.pos)))
  }
}

const replacements: ReadonlyMap<string, string> = new Map([
  ['setTimeout', "Use at('30s', …) for a moment of the run, or await sleep('1s')."],
  ['setInterval', "Use a loop with await sleep('1s')."],
  ['performance', 'Use Date.now(): it is the virtual time of the run.'],
  ['process', 'Use param(name, value) for what should be settable from outside.'],
  ['fetch', 'A scenario has no network: put the data into a file of the scenario.'],
  ['eval', 'Write the code out.'],
  ['Function', 'Write the function out.'],
  ['globalThis', 'Name the thing itself.'],
])

function refuseForeignNames(program: Program, known: ReadonlySet<string>, position: GuardedModule['position']): void {
  for (const { name, node, isOnlyTypeof } of freeNames(program)) {
    if (known.has(name) || (isOnlyTypeof && name !== 'eval')) continue
    throw new ScenarioError(
      `${name} is not defined: a scenario has the language itself, what it declares, and what it imports.`,
      position(node.start),
      replacements.get(name) ?? "Declare it, or import it from 'kafka-vs-flume'.",
    )
  }
}

function refuseConstruct(node: AnyNode, position: GuardedModule['position']): void {
  if (node.type === 'ImportExpression' || node.type === 'MetaProperty' && node.meta.name === 'import') {
    throw new ScenarioError('A scenario cannot import while it runs.', position(node.start), 'Put an import statement at the top of the file.')
  }
  if (node.type === 'AssignmentExpression' && node.operator === '**=') {
    throw new ScenarioError('The operator **= cannot be made the same on every JavaScript engine.', position(node.start), 'Write x = x ** y.')
  }
}

/** Names that errors go by. */
const errorNames = /^(?:e|err|error|ex|exception|reason|cause|thrown)$/

function refuseStack(node: AnyNode, position: GuardedModule['position']): void {
  if (node.type !== 'MemberExpression' || node.property.type !== 'Identifier' || node.property.name !== 'stack' || node.computed) return
  if (node.object.type !== 'Identifier' || !errorNames.test(node.object.name)) return
  throw new ScenarioError('The stack of an error is different on every JavaScript engine.', position(node.property.start), 'Use its name and message.')
}

function refuseTopLevelAwait(program: Program, position: GuardedModule['position']): void {
  const refuse = (node: AnyNode, ancestors: readonly AnyNode[]): void => {
    if (ancestors.some(({ type }) => functionTypes.includes(type))) return
    throw new ScenarioError('A file of a scenario cannot wait at its top level.', position(node.start), "Wait inside an async function, for example at('0s', async () => { … }).")
  }
  ancestor(program, {
    AwaitExpression: (node, _state, ancestors) => { refuse(node, ancestors) },
    ForOfStatement: (node, _state, ancestors) => { if (node.await) refuse(node, ancestors) },
  })
}

interface GuardTools {
  readonly code: string
  readonly edits: TextEdits
  readonly guard: (at: number) => string
}

function guardNode(node: AnyNode, { code, edits, guard }: GuardTools): void {
  if (node.type === 'BinaryExpression' && node.operator === '**') {
    edits.before(node.left.start, `${reservedPrefix}power(`)
    const operator = node.left.end + code.slice(node.left.end, node.right.start).lastIndexOf('**')
    edits.replace(operator, operator + 2, ',')
    edits.after(node.right.end, ')')
    return
  }
  const isFunction = functionTypes.includes(node.type)
  if (!isFunction && !loopTypes.includes(node.type)) return
  if (!('body' in node) || Array.isArray(node.body)) return
  const body = node.body
  if (body.type === 'BlockStatement') edits.after(body.start + 1, `${guard(node.start)};`)
  else if (isFunction) {
    edits.before(body.start, `(${guard(node.start)},`)
    edits.after(body.end, ')')
  } else {
    edits.before(body.start, `{${guard(node.start)};`)
    edits.after(body.end, '}')
  }
}
