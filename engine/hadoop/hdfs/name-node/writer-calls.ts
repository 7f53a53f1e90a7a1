import { HadoopException, ioFailure } from '../../hadoop-exception.ts'
import type { ClientProtocol, CreateArguments, FileStatus, WriterArguments } from '../protocol/name-node-protocol.ts'
import { newBlock } from './block-info.ts'
import { idOf } from './block-manager.ts'
import type { FsState } from './fs-state.ts'
import { fileLength, pathOf, type DirectoryNode, type FileNode } from './inode.ts'
import { releaseLease } from './lease-recovery.ts'
import { namesOf } from './namespace.ts'
import { requireAccess } from './permissions.ts'

type WriterCalls = Pick<ClientProtocol, 'create' | 'append' | 'addBlock' | 'abandonBlock' | 'getAdditionalDatanode' | 'updateBlockForPipeline' | 'updatePipeline' | 'fsync' | 'complete' | 'renewLease' | 'recoverLease'>

/** Where a call comes from, as messages name it: an address. */
const clientMachine = '127.0.0.1'

const beingCreated = 'org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException'

/** The calls of clients that write. Source: FSNamesystem, FSDirWriteFileOp, FSDirAppendOp. */
export function writerCalls(state: FsState): WriterCalls {
  return {
    create: (args) => create(state, args),
    append: (args) => append(state, args),
    addBlock: (args) => addBlock(state, args),
    abandonBlock: (args) => {
      const file = state.openFile(args)
      const index = file.blocks.findIndex(({ id }) => id === args.block.id)
      if (index >= 0) state.blocks.remove(file.blocks.splice(index, 1))
      return null
    },
    getAdditionalDatanode: ({ existing, excluded, ...args }) => {
      const file = state.openFile(args)
      const [node] = state.nodes.choose(1, existing, excluded, { writer: '', bytes: file.blockSizeBytes })
      return node ?? null
    },
    updateBlockForPipeline: (args) => {
      state.requireChanges(`Cannot get a new GS for block ${String(args.block.id)}`)
      state.openFile(args)
      return { id: args.block.id, generationStamp: state.namespace.nextGenerationStamp() }
    },
    updatePipeline: (args) => {
      const file = state.openFile(args)
      const block = file.blocks.find(({ id }) => id === args.old.id)
      if (block === undefined) throw ioFailure(`Update ${String(args.old.id)} does not match ${pathOf(file)}`)
      block.generationStamp = args.block.generationStamp
      block.lengthBytes = Math.max(block.lengthBytes, args.lengthBytes)
      block.pipeline = args.nodes
      state.around.edited()
      return null
    },
    fsync: ({ lengthBytes, ...args }) => {
      state.requireChanges(`Cannot fsync file ${args.path}`)
      const file = state.openFile(args)
      const last = file.blocks[file.blocks.length - 1]
      if (last?.state === 'under construction') last.lengthBytes = Math.max(last.lengthBytes, lengthBytes)
      state.around.edited()
      return null
    },
    complete: (args) => complete(state, args),
    renewLease: ({ clientName }) => {
      state.leases.renew(clientName, state.around.nowMicros())
      return null
    },
    recoverLease: ({ path, user, clientName }) => {
      state.requireChanges(`Cannot recover the lease of ${path}`)
      const file = state.namespace.file(path, user)
      if (file.writer === undefined) return true
      requireAccess(file, user, 'WRITE')
      return releaseLease(state, file, { holder: clientName })
    },
  }
}

function create(state: FsState, args: CreateArguments): FileStatus {
  const { path, user, clientName } = args
  requireReplication(state, args)
  const least = state.config.number('dfs.namenode.fs-limits.min-block-size')
  state.requireChanges(`Cannot create file${path}`)
  if (args.blockSizeBytes < least) throw ioFailure(`Specified block size is less than configured minimum value (dfs.namenode.fs-limits.min-block-size): ${String(args.blockSizeBytes)} < ${String(least)}`)
  const existing = state.namespace.find(path, user)
  if (existing?.kind === 'directory') throw new HadoopException('org.apache.hadoop.fs.FileAlreadyExistsException', `${path} already exists as a directory`)
  const names = namesOf(path)
  const name = names[names.length - 1] ?? ''
  const parentPath = `/${names.slice(0, -1).join('/')}`
  const found = state.namespace.deepest(parentPath)
  if (existing !== undefined) requireAccess(existing, user, 'WRITE')
  else requireAccess(found.directory, user, 'WRITE')
  if (!args.createsParent && found.missing.length > 0) throw new HadoopException('java.io.FileNotFoundException', `Parent directory doesn't exist: ${parentPath}`)
  if (existing !== undefined && args.isOverwrite) removeFile(state, existing)
  else if (existing !== undefined) {
    recoverForWriter(state, existing, { operation: 'CREATE_FILE', path, clientName })
    throw new HadoopException('org.apache.hadoop.fs.FileAlreadyExistsException', `${path} for client ${clientMachine} already exists`)
  }
  const nowMs = state.around.nowMs()
  requireNameLength(state, names, found.directory)
  const directory = state.namespace.makeDirectories(parentPath, user, nowMs)
  const file = state.namespace.addFile(directory, name, { owner: user, replication: args.replication, blockSizeBytes: args.blockSizeBytes, writer: clientName, modifiedMs: nowMs })
  state.files.set(file.id, file)
  state.leases.add(clientName, file.id, state.around.nowMicros())
  state.around.edited()
  return state.status(file)
}

/** @throws HadoopException PathComponentTooLongException */
export function requireNameLength(state: FsState, names: readonly string[], directory: DirectoryNode): void {
  const most = state.config.number('dfs.namenode.fs-limits.max-component-length')
  const tooLong = names.find((name) => name.length > most)
  if (tooLong === undefined) return
  const message = `The maximum path component name limit of ${tooLong} in directory ${pathOf(directory)} is exceeded: limit=${String(most)} length=${String(tooLong.length)}`
  throw new HadoopException('org.apache.hadoop.hdfs.protocol.FSLimitException$PathComponentTooLongException', message)
}

/** Source: BlockManager.verifyReplication. @throws HadoopException IOException */
export function requireReplication(state: FsState, { path, replication, clientName }: { readonly path: string; readonly replication: number; readonly clientName?: string }): void {
  const who = clientName === undefined ? '' : `, clientName=${clientMachine}`
  const most = state.config.number('dfs.replication.max')
  const least = state.config.number('dfs.namenode.replication.min')
  if (replication > most) throw ioFailure(`Requested replication factor of ${String(replication)} exceeds maximum of ${String(most)} for ${path}${who}`)
  if (replication < least) throw ioFailure(`Requested replication factor of ${String(replication)} is less than the required minimum of ${String(least)} for ${path}${who}`)
}

/** Takes a file out of the namespace; its blocks are deleted. */
export function removeFile(state: FsState, file: FileNode): void {
  state.namespace.remove(file)
  state.files.delete(file.id)
  if (file.writer !== undefined) state.leases.remove(file.writer, file.id)
  state.blocks.remove(file.blocks)
  state.around.edited()
}

/**
 * Another writer wants a file that is open: it gets it once the holder's soft limit is over. Source: FSNamesystem.recoverLeaseInternal.
 * @throws HadoopException AlreadyBeingCreatedException, RecoveryInProgressException
 */
function recoverForWriter(state: FsState, file: FileNode, request: { readonly operation: string; readonly path: string; readonly clientName: string }): void {
  const holder = file.writer
  if (holder === undefined) return
  const failed = `Failed to ${request.operation} ${request.path} for ${request.clientName} on ${clientMachine} because`
  if (holder === request.clientName) throw new HadoopException(beingCreated, `${failed} ${holder} is already the current lease holder.`)
  const last = file.blocks[file.blocks.length - 1]
  const inRecovery = 'org.apache.hadoop.hdfs.protocol.RecoveryInProgressException'
  if (state.leases.isSoftExpired(holder, state.around.nowMicros())) {
    if (!releaseLease(state, file)) throw new HadoopException(inRecovery, `${failed} lease recovery is in progress. Try again later.`)
    return
  }
  if (last?.recovery !== undefined) throw new HadoopException(inRecovery, `${failed} another recovery is in progress by ${holder} on ${clientMachine}`)
  throw new HadoopException(beingCreated, `${failed} this file lease is currently owned by ${holder} on ${clientMachine}`)
}

function append(state: FsState, { path, user, clientName }: Parameters<ClientProtocol['append']>[0]): ReturnType<ClientProtocol['append']> {
  state.requireChanges(`Cannot append to file${path}`)
  const node = state.namespace.find(path, user)
  if (node?.kind === 'directory') throw new HadoopException('org.apache.hadoop.fs.FileAlreadyExistsException', `Cannot append to directory ${path}; already exists as a directory.`)
  if (node === undefined) throw new HadoopException('java.io.FileNotFoundException', `Failed to append to non-existent file ${path} for client ${clientMachine}`)
  requireAccess(node, user, 'WRITE')
  recoverForWriter(state, node, { operation: 'APPEND_FILE', path, clientName })
  const last = node.blocks[node.blocks.length - 1]
  if (last !== undefined && !state.blocks.completeIfStored(last)) throw ioFailure(`append: lastBlock=${String(last.id)} of src=${path} is not sufficiently replicated yet.`)
  const status = state.status(node)
  node.writer = clientName
  state.leases.add(clientName, node.id, state.around.nowMicros())
  state.around.edited()
  if (last === undefined || last.lengthBytes === node.blockSizeBytes) return { status, last: undefined }
  const located = state.located(last, fileLength(node) - last.lengthBytes)
  last.pipeline = located.locations
  last.locations.clear()
  last.state = 'under construction'
  return { status, last: located }
}

function addBlock(state: FsState, args: Parameters<ClientProtocol['addBlock']>[0]): ReturnType<ClientProtocol['addBlock']> {
  const { path, last, excluded } = args
  state.requireChanges(`Cannot add block to ${path}`)
  const file = state.openFile(args)
  commitLast(state, file, last)
  const previous = file.blocks[file.blocks.length - 1]
  if (previous?.state === 'under construction') throw ioFailure(`Request looked for last block ${String(previous.id)}, which is not committed`)
  if (previous !== undefined && !state.blocks.completeIfStored(previous)) {
    throw new HadoopException('org.apache.hadoop.hdfs.server.namenode.NotReplicatedYetException', `Not replicated yet: ${path} block ${String(previous.id)}`)
  }
  if (file.blocks.length >= state.config.number('dfs.namenode.fs-limits.max-blocks-per-file')) throw ioFailure(`File has reached the limit on maximum number of blocks (dfs.namenode.fs-limits.max-blocks-per-file): ${String(file.blocks.length)} >= ${String(state.config.number('dfs.namenode.fs-limits.max-blocks-per-file'))}`)
  state.namespace.requireSpace(file.parent, file.blockSizeBytes * file.replication)
  const pipeline = state.nodes.choose(file.replication, [], excluded, { writer: args.machine, bytes: file.blockSizeBytes })
  const least = state.config.number('dfs.namenode.replication.min')
  if (pipeline.length < least) {
    throw ioFailure(`File ${pathOf(file)} could only be written to ${String(pipeline.length)} of the ${String(least)} minReplication nodes. There are ${String(state.nodes.live.length)} datanode(s) running and ${String(excluded.length)} node(s) are excluded in this operation.`)
  }
  const block = newBlock(state.namespace.nextBlockId(), state.namespace.nextGenerationStamp(), file, pipeline)
  const offset = fileLength(file)
  file.blocks.push(block)
  state.blocks.add(block)
  state.around.edited()
  return { block: idOf(block), lengthBytes: 0, offset, locations: pipeline, isCorrupt: false }
}

function complete(state: FsState, args: WriterArguments): boolean {
  state.requireChanges(`Cannot complete file ${args.path}`)
  const known = state.files.get(args.fileId)
  if (known !== undefined && known.writer === undefined) {
    const last = known.blocks[known.blocks.length - 1]
    if (last === undefined ? args.last === undefined : last.id === args.last?.block.id && last.generationStamp === args.last.block.generationStamp) return true
  }
  const file = state.openFile(args)
  commitLast(state, file, args.last)
  if (!file.blocks.every((block) => state.blocks.completeIfStored(block))) return false
  state.closeFile(file)
  return true
}

function commitLast(state: FsState, file: FileNode, last: WriterArguments['last']): void {
  const block = file.blocks[file.blocks.length - 1]
  if (last === undefined || block === undefined || block.id !== last.block.id) return
  state.blocks.commit(block, last.lengthBytes, last.block.generationStamp)
}
