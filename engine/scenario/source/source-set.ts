import type { CallExpression, Node } from 'acorn'
import { full } from 'acorn-walk'
import type { SourcePosition } from '../run/run-document.ts'
import type { GuardedModule } from './guarded-module.ts'

/** The compiled files of a scenario, for finding places in the reader's text. */
export class SourceSet {
  readonly #modules = new Map<string, GuardedModule>()

  /** Adds a compiled file. */
  add(module: GuardedModule): void {
    this.#modules.set(module.file, module)
  }

  /** The innermost place in the reader's files that a stack trace names. */
  positionOf(error: unknown): SourcePosition | undefined {
    const found = this.#frame(error)
    return found?.module.position(found.offset)
  }

  /**
   * The place of a property with that name among the arguments of the call that a stack trace names.
   * @returns the call's place when there is no such property
   */
  positionOfKey(error: unknown, key: string): SourcePosition | undefined {
    const found = this.#frame(error)
    if (found === undefined) return undefined
    const call = innermostCall(found.module.calls, found.offset)
    const offset = call === undefined ? undefined : keyOffset(call, key)
    return found.module.position(offset ?? found.offset)
  }

  #frame(error: unknown): { readonly module: GuardedModule; readonly offset: number } | undefined {
    const stack = error instanceof Error && typeof error.stack === 'string' ? error.stack : ''
    // The compiler gives the reader's files addresses of their own, so that no file of the engine can be taken for one.
    const match = /scenario:\/\/\/([^\s():]+):(\d+):(\d+)/.exec(stack)
    const module = this.#modules.get(match?.[1] ?? '')
    if (module === undefined) return undefined
    return { module, offset: module.code.originalOffset(Number(match?.[2]), Number(match?.[3])) }
  }
}

/** The smallest call whose callee's name stands at the offset, which is what engines report for a call. */
function innermostCall(calls: readonly CallExpression[], offset: number): CallExpression | undefined {
  let found: CallExpression | undefined
  for (const call of calls) {
    const first = call.arguments[0]
    if (offset < call.callee.start || offset > (first?.start ?? call.end)) continue
    if (found === undefined || call.callee.end - call.callee.start < found.callee.end - found.callee.start) found = call
  }
  return found
}

function keyOffset(call: CallExpression, key: string): number | undefined {
  let offset: number | undefined
  for (const argument of call.arguments) {
    full(argument, (node: Node) => {
      if (node.type !== 'Property' || !('key' in node)) return
      const name = node.key as Node & { readonly name?: string; readonly value?: unknown }
      if (name.name === key || name.value === key) offset ??= name.start
    })
  }
  return offset
}
