import ts from 'typescript'
import { isTest } from './source-file.ts'
import type { SourceFile } from './source-file.ts'

const fileLinesMax = 300
const functionLinesMax = 60
const tableMark = '/* data table */'
const vagueNames = /(^|\/)(utils?|helpers?|misc|common)(\.ts|\/)/

/** Files that are too long, unless their first line marks them as a table of data. */
export function fileLengthFindings(file: SourceFile): readonly string[] {
  const lines = file.text.trimEnd().split('\n').length
  if (lines <= fileLinesMax || file.text.startsWith(tableMark)) return []
  return [`${file.path} has ${lines} lines; ${fileLinesMax} are the limit, tables of data excepted`]
}

/** Functions that are too long. The functions of a test that hold its cases are lists, not code to follow. */
export function functionLengthFindings(file: SourceFile): readonly string[] {
  if (isTest(file.path)) return []
  const findings: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node) {
      const first = lineAt(file, node.getStart())
      const lines = lineAt(file, node.getEnd()) - first + 1
      if (lines > functionLinesMax) findings.push(`${file.path}:${first} is a function of ${lines} lines; ${functionLinesMax} are the limit`)
    }
    ts.forEachChild(node, visit)
  }
  visit(file.tree)
  return findings
}

/** Files named after nothing. */
export function nameFindings(file: SourceFile): readonly string[] {
  return vagueNames.test(file.path) ? [`${file.path} is named after nothing: name the one thing in it`] : []
}

// Put together here, so that the rule does not find itself.
const silencers = ['eslint disable', '@ts ignore', '@ts expect-error', '@ts nocheck'].map((words) => words.replace(' ', '-'))

/** Comments that silence a check instead of meeting it. */
export function silencedCheckFindings(file: SourceFile): readonly string[] {
  return silencers.filter((silencer) => file.text.includes(silencer)).map((silencer) => `${file.path} says ${silencer}`)
}

/** Exported declarations without a doc comment. Configuration files export by form and are excepted. */
export function docCommentFindings(file: SourceFile): readonly string[] {
  if (file.path.endsWith('.test.ts') || /\.(config|spec)\.ts$/.test(file.path)) return []
  return file.tree.statements
    .filter((statement) => isExportedDeclaration(statement) && !hasDocComment(file, statement))
    .map((statement) => `${file.path}:${lineAt(file, statement.getStart())} is exported without a doc comment`)
}

function isExportedDeclaration(statement: ts.Statement): boolean {
  if (!ts.canHaveModifiers(statement)) return false
  return ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false
}

function hasDocComment(file: SourceFile, node: ts.Node): boolean {
  const comments = ts.getLeadingCommentRanges(file.text, node.getFullStart()) ?? []
  return comments.some(({ pos }) => file.text.startsWith('/**', pos))
}

function lineAt(file: SourceFile, position: number): number {
  return file.tree.getLineAndCharacterOfPosition(position).line + 1
}
