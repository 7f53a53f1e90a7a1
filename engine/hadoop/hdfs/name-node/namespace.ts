import { HadoopException } from '../../hadoop-exception.ts'
import { countNames, filesBelow, pathOf, spaceOf, type DirectoryNode, type FileNode, type INode } from './inode.ts'
import { requireAccess } from './permissions.ts'

const firstInodeId = 16_385
const firstBlockId = 1_073_741_825
const firstGenerationStamp = 1001

/** The superuser: whoever started the name node. */
export const superuser = 'root'

/** The tree of names. Source: org.apache.hadoop.hdfs.server.namenode.FSDirectory. */
export class Namespace {
  readonly root: DirectoryNode
  #nextInodeId = firstInodeId
  #nextBlockId = firstBlockId
  #nextGenerationStamp = firstGenerationStamp

  constructor() {
    this.root = { kind: 'directory', id: this.#nextInodeId++, name: '', parent: undefined, owner: superuser, group: 'supergroup', mode: 0o755, modifiedMs: 0, children: new Map(), quotaNames: undefined, quotaSpaceBytes: undefined }
  }

  nextBlockId(): number {
    return this.#nextBlockId++
  }

  nextGenerationStamp(): number {
    return this.#nextGenerationStamp++
  }

  /** What a path names; undefined for nothing. @throws HadoopException ParentNotDirectoryException below a file; AccessControlException */
  find(path: string, user: string): INode | undefined {
    let node: INode = this.root
    for (const name of namesOf(path)) {
      if (node.kind === 'file') throw new HadoopException('org.apache.hadoop.fs.ParentNotDirectoryException', `${pathOf(node)} (is not a directory)`)
      requireAccess(node, user, 'EXECUTE')
      const child = node.children.get(name)
      if (child === undefined) return undefined
      node = child
    }
    return node
  }

  /** The file of a path. @throws HadoopException FileNotFoundException */
  file(path: string, user: string): FileNode {
    const node = this.find(path, user)
    if (node === undefined) throw fileNotFound(path)
    if (node.kind === 'directory') throw new HadoopException('java.io.FileNotFoundException', `Path is not a file: ${path}`)
    return node
  }

  /** The deepest directory on a path that exists. @throws HadoopException ParentNotDirectoryException */
  deepest(path: string): { readonly directory: DirectoryNode; readonly missing: readonly string[] } {
    const names = namesOf(path)
    let directory = this.root
    for (const [index, name] of names.entries()) {
      const child = directory.children.get(name)
      if (child === undefined) return { directory, missing: names.slice(index) }
      if (child.kind === 'file') throw new HadoopException('org.apache.hadoop.fs.ParentNotDirectoryException', `${pathOf(child)} (is not a directory)`)
      directory = child
    }
    return { directory, missing: [] }
  }

  /** Makes the directories that a path misses. */
  makeDirectories(path: string, user: string, nowMs: number): DirectoryNode {
    const found = this.deepest(path)
    if (found.missing.length > 0) requireAccess(found.directory, user, 'WRITE')
    this.requireNames(found.directory, found.missing.length)
    let { directory } = found
    for (const name of found.missing) {
      const made: DirectoryNode = { kind: 'directory', id: this.#nextInodeId++, name, parent: directory, owner: user, group: directory.group, mode: 0o755, modifiedMs: nowMs, children: new Map(), quotaNames: undefined, quotaSpaceBytes: undefined }
      directory.children.set(name, made)
      directory = made
    }
    return directory
  }

  /** Adds an open file to a directory. */
  addFile(directory: DirectoryNode, name: string, fields: Pick<FileNode, 'owner' | 'replication' | 'blockSizeBytes' | 'writer' | 'modifiedMs'>): FileNode {
    this.requireNames(directory, 1)
    const file: FileNode = { kind: 'file', id: this.#nextInodeId++, name, parent: directory, group: directory.group, mode: 0o644, blocks: [], ...fields }
    directory.children.set(name, file)
    return file
  }

  /** Takes a node out of the tree. */
  remove(node: INode): void {
    node.parent?.children.delete(node.name)
  }

  /** Gives a node another place. */
  move(node: INode, directory: DirectoryNode, name: string): void {
    this.remove(node)
    node.parent = directory
    node.name = name
    directory.children.set(name, node)
  }

  /** @throws HadoopException NSQuotaExceededException when so many further names do not fit below a directory */
  requireNames(directory: DirectoryNode, more: number): void {
    for (let current: DirectoryNode | undefined = directory; current !== undefined; current = current.parent) {
      if (current.quotaNames === undefined || more === 0) continue
      const count = countNames(current) + more
      if (count <= current.quotaNames) continue
      const message = `The NameSpace quota (directories and files) of directory ${pathOf(current)} is exceeded: quota=${String(current.quotaNames)} file count=${String(count)}`
      throw new HadoopException('org.apache.hadoop.hdfs.protocol.NSQuotaExceededException', message)
    }
  }

  /** @throws HadoopException DSQuotaExceededException when so many further bytes (with replication) do not fit below a directory */
  requireSpace(directory: DirectoryNode | undefined, moreBytes: number): void {
    for (let current = directory; current !== undefined; current = current.parent) {
      if (current.quotaSpaceBytes === undefined) continue
      let bytes = moreBytes
      for (const file of filesBelow(current)) bytes += spaceOf(file)
      if (bytes <= current.quotaSpaceBytes) continue
      const message = `The DiskSpace quota of ${pathOf(current)} is exceeded: quota = ${byteText(current.quotaSpaceBytes)} but diskspace consumed = ${byteText(bytes)}`
      throw new HadoopException('org.apache.hadoop.hdfs.protocol.DSQuotaExceededException', message)
    }
  }
}

/** The names of a path, without the root's empty one. */
export function namesOf(path: string): readonly string[] {
  return path.split('/').filter((name) => name !== '')
}

/** FileNotFoundException as most calls word it. */
export function fileNotFound(path: string): HadoopException {
  return new HadoopException('java.io.FileNotFoundException', `File does not exist: ${path}`)
}

/** `3145728 B = 3 MB`. Source: DSQuotaExceededException, StringUtils.long2String. */
function byteText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB']
  let scaled = bytes
  let unit = 0
  while (scaled >= 1024 && unit < units.length - 1) {
    scaled /= 1024
    unit++
  }
  const text = Number.isInteger(scaled) ? String(scaled) : scaled.toFixed(2)
  return unit === 0 ? `${String(bytes)} B` : `${String(bytes)} B = ${text} ${units[unit] ?? ''}`
}
