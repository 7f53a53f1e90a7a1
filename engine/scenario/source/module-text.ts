import type { AnyNode, ImportDeclaration, ModuleDeclaration, Program, Statement } from 'acorn'
import { patternNames } from './free-names.ts'
import type { TextEdits } from './text-edits.ts'

/** Names by which a compiled module reaches its imports, its exports and its guards; the reader's code may not use them. */
export const reservedPrefix = '$__'

/** Turns a module's imports and exports into plain statements of a function body. */
export class ModuleRewriter {
  readonly #code: string
  readonly #edits: TextEdits
  readonly #bindings: string[] = []
  readonly #exports: string[] = []
  /** The imported files and the statements that import them. */
  readonly imports: ImportDeclaration[] = []

  constructor(code: string, edits: TextEdits) {
    this.#code = code
    this.#edits = edits
  }

  /** Statements in front of the body, which bind the imported names. */
  get prologue(): string {
    return this.#bindings.join('')
  }

  /** Statements behind the body, which hand over the exported names. */
  get epilogue(): string {
    return this.#exports.join('')
  }

  /** Rewrites the top level of a module. */
  rewrite(program: Program): void {
    for (const node of program.body) this.#statement(node)
  }

  #statement(node: Statement | ModuleDeclaration): void {
    switch (node.type) {
      case 'ImportDeclaration':
        this.#import(node)
        break
      case 'ExportDefaultDeclaration':
        this.#exportDefault(node.start, node.declaration)
        break
      case 'ExportNamedDeclaration':
        if (node.declaration) this.#exportDeclaration(node.start, node.declaration)
        else this.#exportList(node, node.source?.value)
        break
      case 'ExportAllDeclaration':
        this.#exports.push(`Object.assign(${reservedPrefix}exports,${importOf(node.source.value)});`)
        this.#edits.replace(node.start, node.end, '')
        break
      default:
    }
  }

  #import(node: ImportDeclaration): void {
    this.imports.push(node)
    const from = importOf(node.source.value)
    for (const specifier of node.specifiers) {
      const local = specifier.local.name
      if (specifier.type === 'ImportNamespaceSpecifier') this.#bindings.push(`const ${local}=${from};`)
      else if (specifier.type === 'ImportDefaultSpecifier') this.#bindings.push(`const ${local}=${from}.default;`)
      else this.#bindings.push(`const ${local}=${from}[${this.#nameText(specifier.imported)}];`)
    }
    this.#edits.replace(node.start, node.end, node.specifiers.length === 0 ? `${from};` : '')
  }

  #exportDefault(start: number, declaration: AnyNode): void {
    const named = (declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration') && declaration.id
    if (named) {
      this.#edits.replace(start, declaration.start, '')
      this.#exports.push(`${reservedPrefix}exports.default=${named.name};`)
    } else this.#edits.replace(start, declaration.start, `${reservedPrefix}exports.default=`)
  }

  #exportDeclaration(start: number, declaration: AnyNode): void {
    this.#edits.replace(start, declaration.start, '')
    const names = declaration.type === 'VariableDeclaration'
      ? declaration.declarations.flatMap(({ id }) => patternNames(id))
      : 'id' in declaration && declaration.id && 'name' in declaration.id ? [declaration.id.name] : []
    for (const name of names) this.#exports.push(`${reservedPrefix}exports.${name}=${name};`)
  }

  #exportList(node: Extract<ModuleDeclaration, { type: 'ExportNamedDeclaration' }>, from: unknown): void {
    for (const { local, exported } of node.specifiers) {
      const value = from === undefined ? this.#code.slice(local.start, local.end) : `${importOf(from)}[${this.#nameText(local)}]`
      this.#exports.push(`${reservedPrefix}exports[${this.#nameText(exported)}]=${value};`)
    }
    this.#edits.replace(node.start, node.end, '')
  }

  #nameText(node: AnyNode): string {
    return JSON.stringify(node.type === 'Identifier' ? node.name : node.type === 'Literal' ? String(node.value) : '')
  }
}

function importOf(source: unknown): string {
  return `${reservedPrefix}import(${JSON.stringify(String(source))})`
}
