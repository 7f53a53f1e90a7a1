import ts from 'typescript'
import { isTest } from './source-file.ts'
import type { SourceFile } from './source-file.ts'

const hostNames = new Set([
  ...['Date', 'Intl', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
  ...['process', 'require', 'console', 'crypto', 'fetch', 'WeakRef', 'FinalizationRegistry', 'eval', 'Function'],
])
const transcendentals = new Set([
  ...['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh'],
  ...['log', 'log2', 'log10', 'log1p', 'exp', 'expm1', 'pow', 'cbrt', 'hypot'],
])
const localeMethods = /^(toLocale\w+|localeCompare)$/

/**
 * What would make a run depend on more than its inputs: the host's clock, timers, randomness and locale, functions whose
 * last bits differ between JavaScript engines, state that outlives a run. ESLint has most of it; this is its witness,
 * which no configuration of a folder can switch off.
 */
export function engineFindings(file: SourceFile): readonly string[] {
  if (!file.path.startsWith('engine/') || isTest(file.path)) return []
  const findings: string[] = []
  const own = declaredNames(file.tree)
  const visit = (node: ts.Node): void => {
    const finding = bannedUse(node, own) ?? moduleState(node)
    if (finding !== undefined) findings.push(`${file.path}:${lineOf(file, node)} ${finding}`)
    ts.forEachChild(node, visit)
  }
  visit(file.tree)
  return findings
}

/** Names that the file itself declares: a parameter called `process` is a simulated one. */
function declaredNames(tree: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>()
  const visit = (node: ts.Node): void => {
    const isBinding = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)
    if (isBinding && ts.isIdentifier(node.name)) names.add(node.name.text)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return names
}

function bannedUse(node: ts.Node, own: ReadonlySet<string>): string | undefined {
  if (ts.isIdentifier(node) && hostNames.has(node.text) && !own.has(node.text) && isFreeName(node)) {
    return `uses ${node.text}`
  }
  if (ts.isPropertyAccessExpression(node)) return bannedProperty(node)
  return ts.isBinaryExpression(node) && isPower(node.operatorToken.kind) ? inexactPower(node) : undefined
}

/** A power is exact where its exponent is written as a whole number, or is a name and the base is two (a shift). */
function inexactPower({ left, right }: ts.BinaryExpression): string | undefined {
  const isShift = ts.isNumericLiteral(left) && left.text === '2' && ts.isIdentifier(right)
  return isShift || isWholeNumber(right) ? undefined : 'raises to a power that need not be a whole number'
}

function bannedProperty(node: ts.PropertyAccessExpression): string | undefined {
  const name = node.name.text
  if (localeMethods.test(name)) return `calls ${name}, which depends on the locale`
  if (!ts.isIdentifier(node.expression) || node.expression.text !== 'Math') return undefined
  if (name === 'random') return 'uses Math.random: draw from a named stream of engine/sim'
  return transcendentals.has(name) ? `uses Math.${name}, which differs between JavaScript engines` : undefined
}

/** A variable, and a collection that nothing says is constant, would carry over from one run to the next. */
function moduleState(node: ts.Node): string | undefined {
  if (!ts.isVariableStatement(node) || !ts.isSourceFile(node.parent)) return undefined
  if ((node.declarationList.flags & ts.NodeFlags.Const) === 0) return 'has a variable at the level of the module'
  const isOpen = node.declarationList.declarations.some(
    ({ type, initializer }) =>
      initializer !== undefined && ts.isNewExpression(initializer) && !isReadonlyType(type),
  )
  return isOpen ? 'has an object at the level of the module whose type does not say Readonly' : undefined
}

function isReadonlyType(type: ts.TypeNode | undefined): boolean {
  return type !== undefined && /^Readonly|^readonly /.test(type.getText())
}

/** True where the name stands for the global itself: not a property, a key, a declaration or part of a type. */
function isFreeName(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  const isExpressionPlace =
    ts.isCallExpression(parent) || ts.isNewExpression(parent) || ts.isBinaryExpression(parent) || ts.isTypeOfExpression(parent)
  const isInitializer = ts.isVariableDeclaration(parent) && parent.initializer === node
  return isExpressionPlace || isInitializer
}

function isPower(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.AsteriskAsteriskToken || kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken
}

function isWholeNumber(node: ts.Expression): boolean {
  return ts.isBigIntLiteral(node) || (ts.isNumericLiteral(node) && Number.isInteger(Number(node.text)))
}

function lineOf(file: SourceFile, node: ts.Node): number {
  return file.tree.getLineAndCharacterOfPosition(node.getStart()).line + 1
}
