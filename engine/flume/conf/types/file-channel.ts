import type { ComponentSetup, ComponentType, Configured, Settings } from '../component-type.ts'
import { fixed, flag, integer, keysOf, readFields, type Fields } from '../fields.ts'
import { JavaException, classNotFound, illegalState } from '../java/java-exception.ts'
import { javaTrim } from '../java/java-text.ts'

const LOGGER = 'FileChannel'
const DEFAULT_CAPACITY = 1000000
const DEFAULT_TRANSACTION_CAPACITY = 10000
const DEFAULT_CHECKPOINT_INTERVAL_MS = 30000
const MAX_FILE_SIZE_BYTES = 1623195647
const DEFAULT_MINIMUM_REQUIRED_BYTES = 524288000
const FLOOR_MINIMUM_REQUIRED_BYTES = 1048576

const REPLAY: Fields = {
  useLogReplayV1: flag('use-log-replay-v1', false),
  useFastReplay: flag('use-fast-replay', false),
}
const SYNC: Fields = {
  fsyncPerTransaction: flag('fsyncPerTransaction', true),
  fsyncInterval: integer('fsyncInterval', 5),
  checkpointOnClose: flag('checkpointOnClose', true),
  open: fixed(false),
}

/** The properties of a file channel, which a spillable memory channel reads too. */
export const FILE_CHANNEL_KEYS: readonly string[] = [
  'useDualCheckpoints',
  'compressBackupCheckpoint',
  'checkpointDir',
  'backupCheckpointDir',
  'dataDirs',
  'capacity',
  'keep-alive',
  'transactionCapacity',
  'checkpointInterval',
  'maxFileSize',
  'minimumRequiredSpace',
  'encryption.',
  ...keysOf(REPLAY),
  ...keysOf(SYNC),
]

/** org.apache.flume.channel.file.FileChannel. */
export const fileChannel: ComponentType = {
  kind: 'channel',
  className: 'org.apache.flume.channel.file.FileChannel',
  alias: 'FILE',
  keys: FILE_CHANNEL_KEYS,
  configure: configureFileChannel,
}

/** Configures a file channel, or the overflow of a spillable one. @throws JavaException as the real class. */
export function configureFileChannel(setup: ComponentSetup): Configured {
  const { context, homeDirectory, name } = setup
  const useDualCheckpoints = context.getBoolean('useDualCheckpoints', false)
  const compressBackupCheckpoint = context.getBoolean('compressBackupCheckpoint', false)
  const checkpointDir = javaTrim(context.getString('checkpointDir', `${homeDirectory}/.flume/file-channel/checkpoint`))
  if (useDualCheckpoints) checkBackup(name, javaTrim(context.getString('backupCheckpointDir', '')), checkpointDir)
  const capacity = positive(
    setup,
    'capacity',
    DEFAULT_CAPACITY,
    'Invalid capacity specified, initializing channel to default capacity of',
  )
  const keepAlive = context.getInteger('keep-alive', 3)
  const message = 'Invalid transaction capacity specified, initializing channel to default capacity of'
  const transactionCapacity = positive(setup, 'transactionCapacity', DEFAULT_TRANSACTION_CAPACITY, message)
  if (transactionCapacity > capacity) {
    const key = context.has('transactionCapacity') ? 'transactionCapacity' : 'capacity'
    throw illegalState('File Channel transaction capacity cannot be greater than the capacity of the channel.', key)
  }
  const settings: Settings = {
    channelNameDescriptor: `[channel=${name}]`,
    useDualCheckpoints,
    compressBackupCheckpoint,
    capacity,
    keepAlive,
    transactionCapacity,
    checkpointInterval: checkpointInterval(setup),
    maxFileSize: Math.min(context.getLong('maxFileSize', MAX_FILE_SIZE_BYTES), MAX_FILE_SIZE_BYTES),
    minimumRequiredSpace: Math.max(
      context.getLong('minimumRequiredSpace', DEFAULT_MINIMUM_REQUIRED_BYTES),
      FLOOR_MINIMUM_REQUIRED_BYTES,
    ),
    ...readFields(context, REPLAY),
    ...encryption(setup),
    ...readFields(context, SYNC),
  }
  return { settings, transactionCapacity }
}

function checkBackup(name: string, backupDir: string, checkpointDir: string): void {
  if (backupDir === '') {
    throw illegalState(
      'Dual checkpointing is enabled, but the backup directory is not set. Please set backupCheckpointDir to enable dual checkpointing',
      'useDualCheckpoints',
    )
  }
  if (samePath(backupDir) === samePath(checkpointDir)) {
    throw illegalState(
      `Could not configure ${name}. The checkpoint backup directory and the checkpoint directory are configured to be the same.`,
      'backupCheckpointDir',
    )
  }
}

/** java.io.File compares normalised paths: no repeated and no final slash. */
function samePath(path: string): string {
  return path.replaceAll(/\/+/g, '/').replace(/(.)\/$/, '$1')
}

function positive({ context, warn }: ComponentSetup, key: string, fallback: number, message: string): number {
  const value = context.getInteger(key, fallback)
  if (value > 0) return value
  warn(LOGGER, `${message} ${String(fallback)}`, key)
  return fallback
}

function checkpointInterval({ context, warn }: ComponentSetup): number {
  const interval = context.getLong('checkpointInterval', DEFAULT_CHECKPOINT_INTERVAL_MS)
  if (interval > 0) return interval
  const message = `Checkpoint interval is invalid: ${String(interval)}, using default: ${String(DEFAULT_CHECKPOINT_INTERVAL_MS)}`
  warn(LOGGER, message, 'checkpointInterval')
  return DEFAULT_CHECKPOINT_INTERVAL_MS
}

function encryption(setup: ComponentSetup): Settings {
  const { context } = setup
  const provider = context.getString('encryption.keyProvider')
  const activeKey = context.getString('encryption.activeKey')
  const cipher = context.getString('encryption.cipherProvider')
  const problem = (what: string, property: string): Error =>
    illegalState(`Encryption configuration problem: ${what}`, property)
  if (provider === null) {
    const absent = 'is present while key provider name is not.'
    if (activeKey !== null) throw problem(`activeKey ${absent}`, 'encryption.activeKey')
    if (cipher !== null) throw problem(`cipherProvider ${absent}`, 'encryption.cipherProvider')
    return {}
  }
  if (activeKey === null) throw problem('activeKey is missing', 'encryption.keyProvider')
  if (cipher === null) throw problem('cipherProvider is missing', 'encryption.keyProvider')
  checkKeyProvider(setup, provider)
  return { encryptionActiveKey: activeKey, encryptionCipherProvider: cipher }
}

/** Source: org.apache.flume.channel.file.encryption.KeyProviderFactory and JCEFileKeyProvider. No key store exists here. */
function checkKeyProvider({ context, error }: ComponentSetup, provider: string): void {
  const property = 'encryption.keyProvider'
  if (provider.toUpperCase() !== 'JCEKSFILE') {
    const cause = classNotFound(provider, property)
    error('KeyProviderFactory', `Class not found: ${provider}`, cause)
    throw new JavaException('org.apache.flume.FlumeException', cause.message, { cause })
  }
  const file = context.getString(`${property}.keyStoreFile`)
  if (file === null) throw illegalState('KeyStore file not specified', property)
  if (!context.has(`${property}.keyStorePasswordFile`))
    throw illegalState('KeyStore password  file not specified', property)
  if (!context.has(`${property}.keys`))
    throw illegalState('Keys available to KeyStore was not specified or empty', property)
  const cause = new JavaException('java.io.FileNotFoundException', `${file} (No such file or directory)`, { property })
  throw new JavaException('java.lang.RuntimeException', cause.message, { cause })
}
