import ts from 'typescript'
import { importsOf, importsOfText } from './imports.ts'
import type { Import } from './imports.ts'
import type { SourceFile } from './source-file.ts'

/** Files whose exports are for someone outside: the public entries, and what Astro, Vite and Playwright read by form. */
const entries = /^engine\/(index|host)\.ts$|\.config\.ts$|^src\/pages\//

/** Exports that no other file imports. A type that another declaration of its file mentions is part of that one's shape. */
export function unusedExportFindings(
  files: readonly SourceFile[],
  components: readonly { readonly path: string; readonly text: string }[],
): readonly string[] {
  const used = namesByTarget([
    ...files.flatMap((file) => importsOf(file)),
    ...components.flatMap(({ path, text }) => importsOfText(path, text)),
  ])
  return files
    .filter(({ path }) => !entries.test(path))
    .flatMap((file) =>
      exportsOf(file)
        .filter(({ name, isShape }) => !isUsed(used.get(file.path), name) && !(isShape && isMentioned(file, name)))
        .map(({ name }) => `${file.path} exports ${name}, which nothing imports`),
    )
}

function namesByTarget(imports: readonly Import[]): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>()
  for (const imported of imports) {
    const known = names.get(imported.target) ?? new Set()
    for (const name of imported.names) known.add(name)
    names.set(imported.target, known)
  }
  return names
}

function isUsed(names: ReadonlySet<string> | undefined, name: string): boolean {
  return names !== undefined && (names.has(name) || names.has('*'))
}

/** The named exports of a file; default exports are read by form and not counted. */
function exportsOf(file: SourceFile): readonly { readonly name: string; readonly isShape: boolean }[] {
  return file.tree.statements.flatMap((statement) => {
    if (!ts.canHaveModifiers(statement)) return []
    const kinds = ts.getModifiers(statement)?.map(({ kind }) => kind) ?? []
    if (!kinds.includes(ts.SyntaxKind.ExportKeyword) || kinds.includes(ts.SyntaxKind.DefaultKeyword)) return []
    const isShape = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)
    return declaredNames(statement).map((name) => ({ name, isShape }))
  })
}

function declaredNames(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []))
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  return isNamed && statement.name !== undefined ? [statement.name.text] : []
}

function isMentioned(file: SourceFile, name: string): boolean {
  return [...file.text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length > 1
}
