import type { AnyNode, Function as FunctionNode, Identifier, Node, Pattern, Program } from 'acorn'
import { ancestor } from 'acorn-walk'

/** A name that a program uses and does not declare, with the place of its first use. */
export interface FreeName {
  readonly name: string
  readonly node: Identifier
  /** Whether every use is `typeof name`, which is allowed for any name. */
  readonly isOnlyTypeof: boolean
}

/**
 * The names that a module uses without declaring them, in the order of their first use. Scopes are those of strict
 * ECMAScript; `var` belongs to its function, everything else to its block.
 */
export function freeNames(program: Program): readonly FreeName[] {
  const declared = declarations(program)
  const found = new Map<string, { node: Identifier; isOnlyTypeof: boolean }>()
  const use = (node: Identifier, ancestors: readonly AnyNode[]): void => {
    if (node.name === 'arguments' || ancestors.some((scope) => declared.get(scope)?.has(node.name) === true)) return
    const parent = ancestors[ancestors.length - 2]
    const isTypeof = parent?.type === 'UnaryExpression' && parent.operator === 'typeof'
    const known = found.get(node.name)
    if (known === undefined) found.set(node.name, { node, isOnlyTypeof: isTypeof })
    else if (!isTypeof) known.isOnlyTypeof = false
  }
  ancestor(program, {
    Identifier: (node, _state, ancestors) => { use(node, ancestors) },
    VariablePattern: (node: Identifier, _state: unknown, ancestors: AnyNode[]) => { use(node, ancestors) },
  } as Parameters<typeof ancestor>[1])
  return [...found].map(([name, rest]) => ({ name, ...rest }))
}

/** For each node that opens a scope, the names declared in it. */
function declarations(program: Program): ReadonlyMap<Node, ReadonlySet<string>> {
  const scopes = new Map<Node, Set<string>>()
  const add = (scope: Node | undefined, name: string): void => {
    if (scope === undefined) return
    const names = scopes.get(scope) ?? new Set()
    scopes.set(scope, names.add(name))
  }
  const addPattern = (scope: Node | undefined, pattern: Pattern | null): void => {
    for (const name of patternNames(pattern)) add(scope, name)
  }
  const addFunction = (node: FunctionNode, ancestors: readonly AnyNode[]): void => {
    for (const parameter of node.params) addPattern(node, parameter)
    if (node.id) add(node.type === 'FunctionDeclaration' ? blockScope(ancestors.slice(0, -1)) : node, node.id.name)
  }
  ancestor(program, {
    Function: (node, _state, ancestors) => { addFunction(node, ancestors) },
    Class: (node, _state, ancestors) => {
      if (!node.id) return
      add(node, node.id.name)
      if (node.type === 'ClassDeclaration') add(blockScope(ancestors.slice(0, -1)), node.id.name)
    },
    VariableDeclaration: (node, _state, ancestors) => {
      const scope = node.kind === 'var' ? functionScope(ancestors) : blockScope(ancestors.slice(0, -1))
      for (const { id } of node.declarations) addPattern(scope, id)
    },
    CatchClause: (node) => { addPattern(node, node.param ?? null) },
    ImportDeclaration: (node) => { for (const { local } of node.specifiers) add(program, local.name) },
  })
  return scopes
}

const functionTypes: readonly string[] = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'Program', 'StaticBlock']
const blockTypes: readonly string[] = [...functionTypes, 'BlockStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement', 'SwitchStatement']

function functionScope(ancestors: readonly AnyNode[]): AnyNode | undefined {
  return ancestors.findLast(({ type }) => functionTypes.includes(type))
}

function blockScope(ancestors: readonly AnyNode[]): AnyNode | undefined {
  return ancestors.findLast(({ type }) => blockTypes.includes(type))
}

/** The names that a pattern binds. */
export function patternNames(pattern: Pattern | null): readonly string[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap((part) => patternNames(part.type === 'RestElement' ? part.argument : part.value))
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => patternNames(element))
    case 'RestElement':
      return patternNames(pattern.argument)
    case 'AssignmentPattern':
      return patternNames(pattern.left)
    default:
      return []
  }
}
