import { replacementPolicy } from '../../hadoop/hdfs/client/replace-policy.ts'
import { HdfsConfig, shippedValue, type HdfsKey, type HdfsValue } from '../../hadoop/hdfs/hdfs-config.ts'
import { describe, OptionError } from '../check-options.ts'

const policyKey = 'dfs.client.block.write.replace-datanode-on-failure.policy'
const policies = ['DEFAULT', 'ALWAYS', 'NEVER']

/** A value of a setting. @throws OptionError in the words that Hadoop's Configuration has for it */
export function valueOfKey(key: HdfsKey, value: unknown): HdfsValue {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw new OptionError(`hdfs: '${key}' must be a text, a number or true or false, and is ${describe(value)}.`, key)
  const shipped = shippedValue(key)
  if (typeof shipped === 'number' && !/^-?\d+$/.test(String(value).trim())) throw new OptionError(`java.lang.NumberFormatException: For input string: "${String(value)}"`, key, `'${key}' is a whole number.`)
  if (typeof shipped === 'boolean' && !/^(?:true|false)$/i.test(String(value).trim())) throw new OptionError(`hdfs: '${key}' must be true or false, and is ${describe(value)}.`, key)
  const policy = replacementPolicy(new HdfsConfig(new Map([[policyKey, value]])))
  if (key === policyKey && !policies.includes(policy)) throw new OptionError(`Illegal configuration value for ${policyKey}: ${String(value)}`, key, `Its values are ${policies.join(', ')}.`)
  return value
}
