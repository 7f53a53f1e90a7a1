import { HadoopException } from '../../hadoop-exception.ts'
import { pathOf, type INode } from './inode.ts'

/** What a call wants to do with a name. */
export type Access = 'READ' | 'WRITE' | 'EXECUTE'

const bits: Readonly<Record<Access, number>> = { READ: 4, WRITE: 2, EXECUTE: 1 }

/** Users that may do everything: those that started the name node. */
const superusers: ReadonlySet<string> = new Set(['root'])

/** Whether a user may do everything. */
function isSuperuser(user: string): boolean {
  return superusers.has(user)
}

/**
 * Whether the permission bits let a user do what it wants; groups are one a user, of its name. Source:
 * org.apache.hadoop.hdfs.server.namenode.FSPermissionChecker.
 * @throws HadoopException AccessControlException
 */
export function requireAccess(node: INode, user: string, access: Access): void {
  if (isSuperuser(user)) return
  const shift = node.owner === user ? 6 : node.group === user ? 3 : 0
  if (((node.mode >> shift) & bits[access]) !== 0) return
  const what = `user=${user}, access=${access}, inode="${pathOf(node)}":${node.owner}:${node.group}:${modeText(node)}`
  throw new HadoopException('org.apache.hadoop.security.AccessControlException', `Permission denied: ${what}`)
}

/** @throws HadoopException AccessControlException for anybody but the superuser and, where an owner counts, the owner */
export function requireOwner(node: INode, user: string): void {
  if (isSuperuser(user) || node.owner === user) return
  throw new HadoopException('org.apache.hadoop.security.AccessControlException', `Permission denied. user=${user} is not the owner of inode=${pathOf(node)}`)
}

/** @throws HadoopException AccessControlException for anybody but the superuser */
export function requireSuperuser(user: string, message: string): void {
  if (!isSuperuser(user)) throw new HadoopException('org.apache.hadoop.security.AccessControlException', message)
}

function modeText({ kind, mode }: INode): string {
  const flags = Array.from('rwxrwxrwx', (letter, index) => (((mode >> (8 - index)) & 1) === 1 ? letter : '-'))
  return `${kind === 'directory' ? 'd' : '-'}${flags.join('')}`
}
