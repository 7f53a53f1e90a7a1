import type { AnyNode, Expression, SpreadElement } from 'acorn'
import { reservedPrefix } from './module-text.ts'
import type { TextEdits } from './text-edits.ts'

/** Expressions whose value is never a promise that only this statement has. */
const settled: readonly string[] = ['AwaitExpression', 'AssignmentExpression', 'UpdateExpression', 'Literal', 'YieldExpression', 'Identifier']

/**
 * Hands what a statement leaves unused, and what the function given to `forEach` returns, to the session: a promise among
 * it that is rejected ends the run. Hosts tell of such promises in different ways and at different times, or not at all.
 */
export function watchFloating(node: AnyNode, edits: TextEdits): void {
  if (node.type === 'ExpressionStatement') {
    const value = node.expression.type === 'UnaryExpression' && node.expression.operator === 'void' ? node.expression.argument : node.expression
    if (node.directive === undefined && !settled.includes(value.type)) wrap(value, 'float', edits)
  }
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return
  const { property } = node.callee
  const [action] = node.arguments
  if (property.type === 'Identifier' && property.name === 'forEach' && action !== undefined && action.type !== 'SpreadElement') wrap(action, 'floats', edits)
}

function wrap(expression: Expression | SpreadElement, call: 'float' | 'floats', edits: TextEdits): void {
  edits.before(expression.start, `${reservedPrefix}${call}(`)
  edits.after(expression.end, ')')
}

/** Looks at values that a scenario leaves unused. */
export interface FloatingWatch {
  /** Looks at one value. */
  readonly float: (value: unknown) => void
  /** The same function, with each of its results looked at; anything else as it is. */
  readonly floats: (action: unknown) => unknown
}

/** @param onPromise called for each promise that nobody waits for, before it can be rejected */
export function floatingWatch(onPromise: (promise: Promise<unknown>) => void): FloatingWatch {
  const float = (value: unknown): void => {
    if (value instanceof Promise) onPromise(value)
  }
  const floats = (action: unknown): unknown => {
    if (typeof action !== 'function') return action
    return function (this: unknown, ...values: unknown[]): void {
      float(Reflect.apply(action, this, values))
    }
  }
  return { float, floats }
}
