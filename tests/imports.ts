import { posix } from 'node:path'
import ts from 'typescript'
import type { SourceFile } from './source-file.ts'

/** One import or re-export: where it leads (a path from the root, or a package's name) and the names it takes. */
export interface Import {
  readonly target: string
  readonly isRelative: boolean
  /** The exported names that are used; `*` for all of them. */
  readonly names: readonly string[]
}

/** The imports, re-exports and dynamic imports of a file. */
export function importsOf(file: SourceFile): readonly Import[] {
  const found: Import[] = []
  const visit = (node: ts.Node): void => {
    const imported = readImport(node)
    if (imported !== undefined) found.push(resolveImport(file.path, imported.specifier, imported.names))
    ts.forEachChild(node, visit)
  }
  visit(file.tree)
  return found
}

/** The imports of a text that is no TypeScript as a whole: a component, a page. Read line by line, by their form. */
export function importsOfText(path: string, text: string): readonly Import[] {
  const statements = text.matchAll(/\b(?:import|export)\s+(?:type\s+)?([\w*${},\s]*?)\s*from\s*['"]([^'"]+)['"]/g)
  return [...statements].map(([, clause = '', specifier = '']) =>
    resolveImport(path, specifier, namesInClause(clause)),
  )
}

function readImport(node: ts.Node): { specifier: string; names: readonly string[] } | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text, names: namesOfImport(node.importClause) }
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text, names: namesOfExport(node.exportClause) }
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments
    return argument !== undefined && ts.isStringLiteral(argument) ? { specifier: argument.text, names: ['*'] } : undefined
  }
  return undefined
}

function namesOfImport(clause: ts.ImportClause | undefined): readonly string[] {
  if (clause === undefined) return []
  const names = clause.name === undefined ? [] : ['default']
  if (clause.namedBindings === undefined) return names
  if (ts.isNamespaceImport(clause.namedBindings)) return [...names, '*']
  return [...names, ...clause.namedBindings.elements.map((element) => (element.propertyName ?? element.name).text)]
}

function namesOfExport(clause: ts.NamedExportBindings | undefined): readonly string[] {
  if (clause === undefined || !ts.isNamedExports(clause)) return ['*']
  return clause.elements.map((element) => (element.propertyName ?? element.name).text)
}

function namesInClause(clause: string): readonly string[] {
  if (clause.includes('*')) return ['*']
  const [outside = '', inside = ''] = clause.split(/[{}]/)
  const named = inside.split(',').map((part) => part.trim().replace(/^type\s+/, '').split(/\s+as\s+/)[0] ?? '')
  const names = outside.replace(',', '').trim() === '' ? named : ['default', ...named]
  return names.filter((name) => name !== '')
}

function resolveImport(from: string, specifier: string, names: readonly string[]): Import {
  const isRelative = specifier.startsWith('.')
  const bare = specifier.replace(/\?.*$/, '')
  return { isRelative, names, target: isRelative ? posix.join(posix.dirname(from), bare) : bare }
}
