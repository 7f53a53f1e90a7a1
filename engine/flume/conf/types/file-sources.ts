import type { ComponentType } from '../component-type.ts'
import { fixed, flag, integer, keysOf, long, oneOf, readFields, text, type Fields } from '../fields.ts'
import { JavaException, illegalState, nullPointer } from '../java/java-exception.ts'
import { splitWhiteSpace } from '../java/java-text.ts'

const CONSTANTS = 'org.apache.flume.source.SpoolDirectorySourceConfigurationConstants'
const SPOOLDIR: Fields = {
  spoolDirectory: text('spoolDir'),
  completedSuffix: text('fileSuffix', '.COMPLETED'),
  deletePolicy: text('deletePolicy', 'never'),
  fileHeader: flag('fileHeader', false),
  fileHeaderKey: text('fileHeaderKey', 'file'),
  basenameHeader: flag('basenameHeader', false),
  basenameHeaderKey: text('basenameHeaderKey', 'basename'),
  batchSize: integer('batchSize', 100),
  inputCharset: text('inputCharset', 'UTF-8'),
  decodeErrorPolicy: oneOf('decodeErrorPolicy', 'FAIL', 'org.apache.flume.serialization.DecodeErrorPolicy', [
    'FAIL',
    'REPLACE',
    'IGNORE',
  ]),
  includePattern: text('includePattern', '^.*$'),
  ignorePattern: text('ignorePattern', '^$'),
  trackerDirPath: text('trackerDir', '.flumespool'),
  deserializerType: text('deserializer', 'LINE'),
  consumeOrder: oneOf('consumeOrder', 'OLDEST', `${CONSTANTS}.ConsumeOrder`, ['OLDEST', 'YOUNGEST', 'RANDOM']),
  pollDelay: integer('pollDelay', 500),
  recursiveDirectorySearch: flag('recursiveDirectorySearch', false),
}
const SPOOLDIR_REST: Fields = {
  maxBackoff: integer('maxBackoff', 4000),
  trackingPolicy: text('trackingPolicy', 'rename'),
  backoff: fixed(true),
  hasFatalError: fixed(false),
  hitChannelException: fixed(false),
  hitChannelFullException: fixed(false),
}

/** org.apache.flume.source.SpoolDirectorySource. Patterns and directory are looked at only when it starts. */
export const spoolDirectorySource: ComponentType = {
  kind: 'source',
  className: 'org.apache.flume.source.SpoolDirectorySource',
  alias: 'SPOOLDIR',
  runner: 'EventDrivenSourceRunner',
  keys: [...keysOf(SPOOLDIR), ...keysOf(SPOOLDIR_REST), 'deserializer.', 'bufferMaxLineLength'],
  configure: ({ context }) => {
    if (!context.has('spoolDir')) throw illegalState('Configuration must specify a spooling directory')
    const { batchSize, ...settings } = readFields(context, SPOOLDIR)
    context.getInteger('bufferMaxLineLength')
    return { settings: { ...settings, ...readFields(context, SPOOLDIR_REST) }, batchSize: Number(batchSize) }
  },
}

const LONG_MAX = 9223372036854775807
const TAILDIR: Fields = {
  batchSize: integer('batchSize', 100),
  skipToEnd: flag('skipToEnd', false),
  byteOffsetHeader: flag('byteOffsetHeader', false),
  idleTimeout: integer('idleTimeout', 120000),
  writePosInterval: integer('writePosInterval', 3000),
  cachePatternMatching: flag('cachePatternMatching', true),
  backoffSleepIncrement: long('backoffSleepIncrement', 1000),
  maxBackOffSleepInterval: long('maxBackoffSleep', 5000),
  fileHeader: flag('fileHeader', false),
  fileHeaderKey: text('fileHeaderKey', 'file'),
  retryInterval: fixed(1000),
  maxRetryInterval: fixed(5000),
  checkIdleInterval: fixed(5000),
  writePosInitDelay: fixed(5000),
}

/** org.apache.flume.source.taildir.TaildirSource. */
export const taildirSource: ComponentType = {
  kind: 'source',
  className: 'org.apache.flume.source.taildir.TaildirSource',
  alias: 'TAILDIR',
  runner: 'PollableSourceRunner',
  keys: [...keysOf(TAILDIR), 'filegroups', 'filegroups.', 'positionFile', 'headers.', 'maxBatchCount'],
  configure: ({ context, homeDirectory, warn }) => {
    const groups = context.getString('filegroups')
    if (groups === null) throw illegalState('Missing param: filegroups')
    if (!splitWhiteSpace(groups).some((group) => context.has(`filegroups.${group}`))) {
      throw illegalState("Mapping for tailing files is empty or invalid: 'filegroups.'", 'filegroups')
    }
    const positionFilePath = context.getString('positionFile', `${homeDirectory}/.flume/taildir_position.json`)
    // The directory of the position file is created; a bare name has none.
    if (!positionFilePath.includes('/')) {
      throw nullPointer('Cannot invoke "java.nio.file.Path.getFileSystem()" because "path" is null', 'positionFile')
    }
    for (const key of context.getSubProperties('headers.').keys()) {
      if (!key.includes('.')) throw headerWithoutName(`headers.${key}`)
    }
    const { batchSize, ...settings } = readFields(context, TAILDIR)
    let maxBatchCount = context.getLong('maxBatchCount', LONG_MAX)
    if (maxBatchCount <= 0) {
      maxBatchCount = LONG_MAX
      warn(
        'TaildirSource',
        'Invalid maxBatchCount specified, initializing source default maxBatchCount of 9223372036854775807',
        'maxBatchCount',
      )
    }
    return { settings: { ...settings, positionFilePath, maxBatchCount }, batchSize: Number(batchSize) }
  },
}

function headerWithoutName(property: string): JavaException {
  return new JavaException('java.lang.ArrayIndexOutOfBoundsException', 'Index 1 out of bounds for length 1', {
    property,
  })
}
