import type { BlockInfo } from './block-info.ts'

/** What a file and a directory have in common. */
interface INodeFields {
  readonly id: number
  name: string
  parent: DirectoryNode | undefined
  owner: string
  group: string
  /** Permission bits, for example 0o755. */
  mode: number
  modifiedMs: number
}

/** A directory. Source: org.apache.hadoop.hdfs.server.namenode.INodeDirectory. */
export interface DirectoryNode extends INodeFields {
  readonly kind: 'directory'
  readonly children: Map<string, INode>
  quotaNames: number | undefined
  quotaSpaceBytes: number | undefined
}

/** A file. Source: org.apache.hadoop.hdfs.server.namenode.INodeFile. */
export interface FileNode extends INodeFields {
  readonly kind: 'file'
  replication: number
  readonly blockSizeBytes: number
  readonly blocks: BlockInfo[]
  /** The client that writes it (the lease's holder); undefined when it is closed. */
  writer: string | undefined
}

/** A name in the namespace. */
export type INode = DirectoryNode | FileNode

/** Its path from the root. */
export function pathOf(node: INode): string {
  const names: string[] = []
  for (let current: INode = node; current.parent !== undefined; current = current.parent) names.unshift(current.name)
  return `/${names.join('/')}`
}

/** All files of a subtree. */
export function* filesBelow(node: INode): Generator<FileNode> {
  if (node.kind === 'file') yield node
  else for (const child of node.children.values()) yield* filesBelow(child)
}

/** Names in a subtree, itself included. */
export function countNames(node: INode): number {
  let count = 1
  if (node.kind === 'directory') for (const child of node.children.values()) count += countNames(child)
  return count
}

/** Bytes of a file as its status gives them: those of a block that is being written as far as its writer has reported them. */
export function fileLength({ blocks }: FileNode): number {
  let length = 0
  for (const block of blocks) length += block.lengthBytes
  return length
}

/** Bytes on disks; a block that is being written counts whole. */
export function spaceOf(file: FileNode): number {
  let bytes = 0
  for (const block of file.blocks) bytes += block.state === 'under construction' ? file.blockSizeBytes : block.lengthBytes
  return bytes * file.replication
}
