import { HadoopException } from '../../hadoop-exception.ts'
import type { ClientProtocol, ContentSummary } from '../protocol/name-node-protocol.ts'
import type { FsState } from './fs-state.ts'
import { countNames, fileLength, filesBelow, spaceOf, type INode } from './inode.ts'
import { releaseLease } from './lease-recovery.ts'
import { fileNotFound, namesOf } from './namespace.ts'
import { requireAccess, requireOwner, requireSuperuser } from './permissions.ts'
import { move, moveOver } from './rename.ts'
import { removeFile, requireNameLength, requireReplication } from './writer-calls.ts'

type NamespaceCalls = Pick<
  ClientProtocol,
  'isFileClosed' | 'getBlockLocations' | 'getFileInfo' | 'getListing' | 'getContentSummary' | 'mkdirs' | 'delete' | 'rename' | 'rename2' | 'truncate'
>

type AttributeCalls = Pick<ClientProtocol, 'setReplication' | 'setPermission' | 'setOwner' | 'setQuota' | 'setSafeMode' | 'getCounts' | 'reportBadBlocks'>

/** The calls that read and change the tree of names. Source: FSNamesystem and its FSDir…Op classes. */
export function namespaceCalls(state: FsState): NamespaceCalls {
  const { namespace } = state
  return {
    isFileClosed: ({ path, user }) => existing(state, path, user).writer === undefined,
    getBlockLocations: (args) => getBlockLocations(state, args),
    getFileInfo: ({ path, user }) => {
      const node = namespace.find(path, user)
      return node === undefined ? null : state.status(node)
    },
    getListing: ({ path, user }) => {
      const node = namespace.find(path, user)
      if (node === undefined) return null
      if (node.kind === 'file') return [state.status(node)]
      requireAccess(node, user, 'READ')
      return [...node.children.values()].map((child) => state.status(child)).sort((a, b) => (a.path < b.path ? -1 : 1))
    },
    getContentSummary: ({ path, user }) => {
      const node = namespace.find(path, user)
      if (node === undefined) throw fileNotFound(path)
      return summaryOf(node)
    },
    mkdirs: ({ path, user, createsParent }) => {
      state.requireChanges(`Cannot create directory ${path}`)
      const node = namespace.find(path, user)
      if (node?.kind === 'file') throw new HadoopException('org.apache.hadoop.fs.FileAlreadyExistsException', `Path is not a directory: ${path}`)
      if (node !== undefined) return true
      const names = namesOf(path)
      const { directory, missing } = namespace.deepest(path)
      if (!createsParent && missing.length > 1) throw new HadoopException('java.io.FileNotFoundException', `Parent directory doesn't exist: /${names.slice(0, -1).join('/')}`)
      requireNameLength(state, names, directory)
      namespace.makeDirectories(path, user, state.around.nowMs())
      state.around.edited()
      return true
    },
    delete: ({ path, user, isRecursive }) => {
      state.requireChanges(`Cannot delete ${path}`)
      return remove(state, { path, user, isRecursive })
    },
    rename: ({ from, to, user }) => {
      state.requireChanges(`Cannot rename ${from}`)
      return move(state, { from, to, user })
    },
    rename2: ({ from, to, user, isOverwrite }) => {
      state.requireChanges(`Cannot rename ${from}`)
      moveOver(state, { from, to, user, isOverwrite })
      return null
    },
    truncate: ({ path, user, clientName, lengthBytes }) => {
      state.requireChanges(`Cannot truncate for ${path}`)
      return truncate(state, { path, user, clientName, lengthBytes })
    },
  }
}

/** The calls that change attributes of names, and those of operators. */
export function attributeCalls(state: FsState): AttributeCalls {
  const { namespace } = state
  return {
    setReplication: ({ path, user, replication }) => {
      requireReplication(state, { path, replication })
      state.requireChanges(`Cannot set replication for ${path}`)
      const node = namespace.find(path, user)
      if (node?.kind !== 'file') return false
      requireAccess(node, user, 'WRITE')
      node.replication = replication
      for (const block of node.blocks) state.blocks.check(block)
      state.around.edited()
      return true
    },
    setPermission: ({ path, user, mode }) => {
      state.requireChanges(`Cannot set permission for ${path}`)
      const node = found(state, path, user)
      requireOwner(node, user)
      node.mode = mode
      state.around.edited()
      return null
    },
    setOwner: ({ path, user, owner, group }) => {
      state.requireChanges(`Cannot set owner for ${path}`)
      const node = found(state, path, user)
      requireOwner(node, user)
      if (owner !== undefined && owner !== user) requireSuperuser(user, `User ${user} is not a super user (non-super user cannot change owner).`)
      node.owner = owner ?? node.owner
      node.group = group ?? node.group
      state.around.edited()
      return null
    },
    setQuota: ({ path, user, names, spaceBytes }) => {
      state.requireChanges(`Cannot set quota on ${path}`)
      requireSuperuser(user, `Access denied for user ${user}. Superuser privilege is required`)
      const node = found(state, path, user)
      if (node.kind === 'file') throw new HadoopException('java.io.FileNotFoundException', `Directory does not exist: ${path}`)
      if (names !== undefined) node.quotaNames = names ?? undefined
      if (spaceBytes !== undefined) node.quotaSpaceBytes = spaceBytes ?? undefined
      state.around.edited()
      return null
    },
    setSafeMode: ({ isOn }) => {
      state.safeMode.set(isOn)
      return state.safeMode.isOn
    },
    getCounts: () => state.blocks.counts(),
    reportBadBlocks: ({ node, block }) => {
      state.blocks.corrupt(node, block.id)
      return null
    },
  }
}

function found(state: FsState, path: string, user: string): INode {
  const node = state.namespace.find(path, user)
  if (node === undefined) throw fileNotFound(path)
  return node
}

function existing(state: FsState, path: string, user: string): Extract<INode, { kind: 'file' }> {
  return state.namespace.file(path, user)
}

function getBlockLocations(state: FsState, { path, user }: Parameters<ClientProtocol['getBlockLocations']>[0]): ReturnType<ClientProtocol['getBlockLocations']> {
  const file = existing(state, path, user)
  requireAccess(file, user, 'READ')
  let offset = 0
  const blocks = file.blocks.map((block) => {
    const located = state.located(block, offset)
    offset += block.lengthBytes
    return located
  })
  const last = file.blocks[file.blocks.length - 1]
  return { fileLengthBytes: fileLength(file), blocks, isUnderConstruction: file.writer !== undefined, isLastBlockComplete: last === undefined || last.state !== 'under construction' }
}

function summaryOf(node: INode): ContentSummary {
  let lengthBytes = 0
  let spaceConsumedBytes = 0
  let fileCount = 0
  for (const file of filesBelow(node)) {
    lengthBytes += fileLength(file)
    spaceConsumedBytes += spaceOf(file)
    fileCount++
  }
  return { lengthBytes, spaceConsumedBytes, fileCount, directoryCount: countNames(node) - fileCount }
}

function remove(state: FsState, { path, user, isRecursive }: { readonly path: string; readonly user: string; readonly isRecursive: boolean }): boolean {
  const node = state.namespace.find(path, user)
  if (node === undefined) return false
  if (node.kind === 'directory' && !isRecursive && node.children.size > 0) {
    throw new HadoopException('org.apache.hadoop.fs.PathIsNotEmptyDirectoryException', `\`\`${path} is non empty': Directory is not empty`)
  }
  if (node.parent === undefined) return false
  requireAccess(node.parent, user, 'WRITE')
  for (const file of [...filesBelow(node)]) removeFile(state, file)
  state.namespace.remove(node)
  state.around.edited()
  return true
}

/** @returns whether it is done; one that ends within a block has its replicas cut first */
function truncate(state: FsState, { path, user, clientName, lengthBytes }: Omit<Parameters<ClientProtocol['truncate']>[0], 'machine'>): boolean {
  const file = existing(state, path, user)
  requireAccess(file, user, 'WRITE')
  const present = fileLength(file)
  if (lengthBytes > present) throw new HadoopException('org.apache.hadoop.HadoopIllegalArgumentException', `Cannot truncate to a larger file size. Current size: ${String(present)}, truncate size: ${String(lengthBytes)}.`)
  if (lengthBytes === present) return true
  let kept = 0
  let count = 0
  while (kept < lengthBytes) kept += file.blocks[count++]?.lengthBytes ?? 0
  state.blocks.remove(file.blocks.splice(count))
  state.around.edited()
  const last = file.blocks[file.blocks.length - 1]
  if (last === undefined || kept === lengthBytes) return true
  last.pipeline = state.blocks.liveReplicas(last)
  last.state = 'under construction'
  file.writer = clientName
  state.leases.add(clientName, file.id, state.around.nowMicros())
  releaseLease(state, file, { holder: clientName, truncateToBytes: lengthBytes - (kept - last.lengthBytes) })
  return false
}
