import { HadoopException } from '../../hadoop-exception.ts'
import type { HdfsConfig } from '../hdfs-config.ts'

/** What a pipeline that lost a node is like. */
export interface BrokenPipeline {
  /** Replicas wanted. */
  readonly replication: number
  /** Nodes that are left. */
  readonly remaining: number
  /** Whether the block existed before the stream was opened. */
  readonly isAppend: boolean
  readonly isHflushed: boolean
}

/**
 * Whether a policy asks for another data node in a broken pipeline. Source:
 * org.apache.hadoop.hdfs.protocol.datatransfer.ReplaceDatanodeOnFailure.
 * @throws HadoopException HadoopIllegalArgumentException for a policy that does not exist
 */
export function asksForReplacement(policy: string, { replication, remaining, isAppend, isHflushed }: BrokenPipeline): boolean {
  if (remaining === 0 || remaining >= replication) return false
  switch (policy) {
    case 'ALWAYS':
      return true
    case 'NEVER':
    case 'DISABLE':
      return false
    case 'DEFAULT':
      return replication >= 3 && (remaining <= Math.floor(replication / 2) || isAppend || isHflushed)
    default:
      throw new HadoopException('org.apache.hadoop.HadoopIllegalArgumentException', `Illegal configuration value for dfs.client.block.write.replace-datanode-on-failure.policy: ${policy}`)
  }
}

/** The policy of a client; DISABLE when replacement is not enabled. */
export function replacementPolicy(config: HdfsConfig): string {
  return config.flag('dfs.client.block.write.replace-datanode-on-failure.enable') ? config.text('dfs.client.block.write.replace-datanode-on-failure.policy').toUpperCase() : 'DISABLE'
}

/** The exception of a pipeline that finds no further node */
export function noReplacement(current: readonly string[], original: readonly string[], policy: string): HadoopException {
  const nodes = `(Nodes: current=[${current.map((node) => nodeText(node)).join(', ')}], original=[${original.map((node) => nodeText(node)).join(', ')}])`
  return new HadoopException(
    'java.io.IOException',
    `Failed to replace a bad datanode on the existing pipeline due to no more good datanodes being available to try. ${nodes}. The current failed datanode replacement policy is ${policy}, and a client may configure this via 'dfs.client.block.write.replace-datanode-on-failure.policy' in its configuration.`,
  )
}

/** A data node in messages. */
export function nodeText(node: string): string {
  const name = node.slice(node.indexOf('/') + 1)
  return `DatanodeInfoWithStorage[${name}:9866,DS-${name},DISK]`
}
