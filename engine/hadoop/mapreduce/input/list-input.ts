import type { Flow } from '../../flow.ts'
import { HadoopException, ioFailure } from '../../hadoop-exception.ts'
import type { InputDirectory, MapReduceFileStatus } from '../files.ts'

/** How input paths are read. */
export interface ListInputOptions {
  /** mapreduce.input.fileinputformat.input.dir.recursive */
  readonly isRecursive: boolean
  /** mapreduce.input.fileinputformat.input.dir.nonrecursive.ignore.subdirs */
  readonly ignoresSubdirs: boolean
}

/** Whether a file is passed over: its name begins with `_` or `.`. Source: FileInputFormat.hiddenFileFilter. */
export function isHidden(name: string): boolean {
  return name.startsWith('_') || name.startsWith('.')
}

/**
 * The files of a job's input paths, each a path or a glob pattern, directories among them where they are not gone into.
 * @throws HadoopException InvalidInputException for a path that is not there, IOException without any path
 * Source: mapreduce.lib.input.FileInputFormat.listStatus.
 */
export function* listInput(directory: InputDirectory<unknown>, paths: readonly string[], options: ListInputOptions): Flow<readonly MapReduceFileStatus[]> {
  if (paths.length === 0) throw ioFailure('No input paths specified in job')
  const found: MapReduceFileStatus[] = []
  for (const path of paths) {
    const matches = yield* globStatus(directory, path)
    if (matches === undefined) throw invalidInput(`Input path does not exist: ${path}`)
    if (matches.length === 0) throw invalidInput(`Input Pattern ${path} matches 0 files`)
    for (const match of matches) {
      if (match.isDirectory) yield* addChildren(directory, match.path, options, found)
      else found.push(match)
    }
  }
  return found
}

function* addChildren(directory: InputDirectory<unknown>, path: string, options: ListInputOptions, found: MapReduceFileStatus[]): Flow<void> {
  const listed = yield* directory.list(path)
  for (const child of listed) {
    if (isHidden(nameOf(child.path))) continue
    if (!child.isDirectory) found.push(child)
    else if (options.isRecursive) yield* addChildren(directory, child.path, options, found)
    else if (!options.ignoresSubdirs) found.push(child)
  }
}

/** Undefined where a path without pattern does not exist. Patterns may have `*`, `?`, `[…]` and `{a,b}` in every part. */
function* globStatus(directory: InputDirectory<unknown>, path: string): Flow<readonly MapReduceFileStatus[] | undefined> {
  if (!/[*?[{]/.test(path)) {
    const status = yield* directory.status(path)
    return status === undefined ? undefined : [status]
  }
  let parents: string[] = ['']
  let matches: MapReduceFileStatus[] = []
  for (const part of path.split('/').filter((one) => one !== '')) {
    matches = []
    for (const parent of parents) matches.push(...(yield* matchPart(directory, parent, part)))
    parents = matches.filter(({ isDirectory }) => isDirectory).map((match) => match.path)
  }
  return matches.filter((match) => !isHidden(nameOf(match.path)))
}

function* matchPart(directory: InputDirectory<unknown>, parent: string, part: string): Flow<readonly MapReduceFileStatus[]> {
  const pattern = globPattern(part)
  const status = yield* directory.status(parent === '' ? '/' : parent)
  if (status?.isDirectory !== true) return []
  return (yield* directory.list(parent === '' ? '/' : parent)).filter((child) => pattern.test(nameOf(child.path)))
}

/** A glob's part as a regular expression. Source: org.apache.hadoop.fs.GlobPattern. */
function globPattern(part: string): RegExp {
  let depth = 0
  const source = [...part].map((character) => {
    if (character === '*') return '.*'
    if (character === '?') return '.'
    if (character === '{') depth++
    if (character === '{') return '(?:'
    if (character === '}' && depth-- > 0) return ')'
    if (character === ',' && depth > 0) return '|'
    return character === '[' || character === ']' || character === '-' || character === '^' ? character : character.replaceAll(/[.+()|$\\]/g, String.raw`\$&`)
  })
  return new RegExp(`^${source.join('')}$`)
}

/** The last name of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function invalidInput(message: string): HadoopException {
  return new HadoopException('org.apache.hadoop.mapreduce.lib.input.InvalidInputException', message)
}
