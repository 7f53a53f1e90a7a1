import { HadoopException } from '../../hadoop-exception.ts'
import type { FsState } from './fs-state.ts'
import { filesBelow, type DirectoryNode, type INode } from './inode.ts'
import { namesOf } from './namespace.ts'
import { requireAccess } from './permissions.ts'
import { removeFile } from './writer-calls.ts'

interface Request {
  readonly from: string
  readonly to: string
  readonly user: string
}

/** The older rename: says no instead of throwing, and moves below a directory that exists. Source: FSDirRenameOp.unprotectedRenameTo. */
export function move(state: FsState, { from, to, user }: Request): boolean {
  const { namespace } = state
  const node = namespace.find(from, user)
  if (node?.parent === undefined) return false
  const existing = namespace.find(to, user)
  const target = existing?.kind === 'directory' ? `${to === '/' ? '' : to}/${node.name}` : to
  if (target === from) return existing?.kind !== 'directory'
  if (target.startsWith(`${from}/`)) return false
  const names = namesOf(target)
  const { directory, missing } = namespace.deepest(parentOf(names))
  if (missing.length > 0 || namespace.find(target, user) !== undefined) return false
  requireAccess(node.parent, user, 'WRITE')
  requireAccess(directory, user, 'WRITE')
  namespace.move(node, directory, names[names.length - 1] ?? '')
  state.around.edited()
  return true
}

/**
 * The newer rename, which throws; with overwriting it replaces a file, or an empty directory, in one step.
 * @throws HadoopException FileNotFoundException, FileAlreadyExistsException, IOException
 */
export function moveOver(state: FsState, { from, to, user, isOverwrite }: Request & { readonly isOverwrite: boolean }): void {
  const { namespace } = state
  const node = namespace.find(from, user)
  if (node === undefined) throw new HadoopException('java.io.FileNotFoundException', `rename source ${from} is not found.`)
  if (node.parent === undefined) throw new HadoopException('java.io.IOException', 'rename source cannot be the root')
  if (from === to) throw new HadoopException('org.apache.hadoop.fs.FileAlreadyExistsException', `The source ${from} and destination ${to} are the same`)
  if (to.startsWith(`${from}/`)) throw new HadoopException('java.io.IOException', `Rename destination ${to} is a directory or file under source ${from}`)
  const existing = namespace.find(to, user)
  if (existing !== undefined) requireReplaceable(existing, node, { from, to, isOverwrite })
  const names = namesOf(to)
  const directory = parentDirectory(state, names, to)
  requireAccess(node.parent, user, 'WRITE')
  requireAccess(directory, user, 'WRITE')
  if (existing !== undefined) {
    for (const file of [...filesBelow(existing)]) removeFile(state, file)
    namespace.remove(existing)
  }
  namespace.move(node, directory, names[names.length - 1] ?? '')
  state.around.edited()
}

function requireReplaceable(existing: INode, node: INode, { from, to, isOverwrite }: { readonly from: string; readonly to: string; readonly isOverwrite: boolean }): void {
  if (existing.kind !== node.kind) throw new HadoopException('java.io.IOException', `Source ${from} and destination ${to} must both be ${node.kind === 'file' ? 'files' : 'directories'}`)
  if (!isOverwrite) throw new HadoopException('org.apache.hadoop.fs.FileAlreadyExistsException', `rename destination ${to} already exists`)
  if (existing.kind === 'directory' && existing.children.size > 0) throw new HadoopException('java.io.IOException', `rename destination directory is not empty: ${to}`)
}

function parentDirectory(state: FsState, names: readonly string[], to: string): DirectoryNode {
  const path = parentOf(names)
  const { directory, missing } = state.namespace.deepest(path)
  if (missing.length > 0) throw new HadoopException('java.io.FileNotFoundException', `rename destination parent ${to} not found.`)
  return directory
}

function parentOf(names: readonly string[]): string {
  return `/${names.slice(0, -1).join('/')}`
}
