import type { ComponentSetup, ComponentType, Settings } from '../component-type.ts'
import { flag, integer, keysOf, long, readFields, text, type Fields } from '../fields.ts'
import { JavaException, illegalArgument, nullPointer } from '../java/java-exception.ts'
import { requireKeytab } from './kerberos.ts'

const LOGGER = 'HDFSEventSink'
const INT_MAX = 2147483647
/** Constants of java.util.Calendar. */
const CALENDAR: Readonly<Record<string, number>> = { hour: 11, minute: 12, second: 13 }
/** Codecs of Hadoop 2.10 in the order in which its factory lists them. */
const CODECS = ['BZip2Codec', 'DefaultCodec', 'DeflateCodec', 'GzipCodec', 'Lz4Codec', 'SnappyCodec', 'ZStandardCodec']

const NAMES: Fields = {
  filePath: text('hdfs.path'),
  fileName: text('hdfs.filePrefix', 'FlumeData'),
  suffix: text('hdfs.fileSuffix', ''),
  inUsePrefix: text('hdfs.inUsePrefix', ''),
}
const ROLLS: Fields = {
  rollInterval: long('hdfs.rollInterval', 30),
  rollSize: long('hdfs.rollSize', 1024),
  rollCount: long('hdfs.rollCount', 10),
  batchSize: long('hdfs.batchSize', 100),
  idleTimeout: integer('hdfs.idleTimeout', 0),
  fileType: text('hdfs.fileType', 'SequenceFile'),
  maxOpenFiles: integer('hdfs.maxOpenFiles', 5000),
  callTimeout: long('hdfs.callTimeout', 30000),
  threadsPoolSize: integer('hdfs.threadsPoolSize', 10),
  rollTimerPoolSize: integer('hdfs.rollTimerPoolSize', 1),
}
const CLOCK: Fields = { useLocalTime: flag('hdfs.useLocalTimeStamp', false) }

/** org.apache.flume.sink.hdfs.HDFSEventSink. */
export const hdfsSink: ComponentType = {
  kind: 'sink',
  className: 'org.apache.flume.sink.hdfs.HDFSEventSink',
  alias: 'HDFS',
  keys: [
    ...keysOf(NAMES),
    ...keysOf(ROLLS),
    ...keysOf(CLOCK),
    'hdfs.emptyInUseSuffix',
    'hdfs.inUseSuffix',
    'hdfs.timeZone',
    'hdfs.codeC',
    'hdfs.kerberosPrincipal',
    'hdfs.kerberosKeytab',
    'hdfs.proxyUser',
    'hdfs.closeTries',
    'hdfs.retryInterval',
    'hdfs.round',
    'hdfs.roundUnit',
    'hdfs.roundValue',
    'hdfs.writeFormat',
    'hdfs.minBlockReplicas',
    'hdfs.fileCloseByEndEvent',
    'hdfs.useRawLocalFileSystem',
    'serializer',
    'serializer.',
    'writeFormat',
  ],
  configure: (setup) => {
    const { context } = setup
    if (!context.has('hdfs.path')) throw nullPointer('hdfs.path is required')
    const names = { ...readFields(context, NAMES), inUseSuffix: inUseSuffix(setup) }
    const { batchSize, ...rolls } = readFields(context, ROLLS)
    const closing = closeRetries(setup)
    if (Number(batchSize) <= 0) throw illegalArgument('batchSize must be greater than 0', 'hdfs.batchSize')
    const compType = compressionType(setup, String(rolls['fileType']))
    const principal = context.getString('hdfs.kerberosPrincipal')
    requireKeytab(principal, context.getString('hdfs.kerberosKeytab'), 'hdfs.kerberosKeytab')
    const settings = { ...names, ...rolls, ...closing, compType, ...rounding(setup), ...readFields(context, CLOCK) }
    return { settings, batchSize: Number(batchSize) }
  },
}

function inUseSuffix({ context, name, warn }: ComponentSetup): string {
  const key = 'hdfs.inUseSuffix'
  if (!context.getBoolean('hdfs.emptyInUseSuffix', false)) return context.getString(key, '.tmp')
  if (context.has(key)) warn(LOGGER, `Ignoring parameter ${key} for hdfs sink: ${name}`, key)
  return ''
}

function closeRetries({ context, warn }: ComponentSetup): Settings {
  let tryCount = context.getInteger('hdfs.closeTries', INT_MAX)
  if (tryCount <= 0) {
    const rest = 'The sink will try to close the file until the file is eventually closed.'
    warn(LOGGER, `Retry count value : ${String(tryCount)} is not valid. ${rest}`, 'hdfs.closeTries')
    tryCount = INT_MAX
  }
  const retryInterval = context.getLong('hdfs.retryInterval', 180)
  if (retryInterval <= 0) {
    const rest = 'If the first close of a file fails, it may remain open and will not be renamed.'
    warn(LOGGER, `Retry Interval value: ${String(retryInterval)} is not valid. ${rest}`, 'hdfs.retryInterval')
    tryCount = 1
  }
  return { tryCount, retryInterval }
}

function compressionType({ context }: ComponentSetup, fileType: string): string {
  const codec = context.getString('hdfs.codeC')
  const found = codec !== null && isCodec(codec)
  if (fileType.toLowerCase() === 'datastream' && codec !== null) {
    const rest = "Please don't set codeC or change the fileType if compressed output is desired."
    throw illegalArgument(`fileType: ${fileType} which does NOT support compressed output. ${rest}`, 'hdfs.codeC')
  }
  if (fileType.toLowerCase() === 'compressedstream' && !found) {
    throw nullPointer(`It's essential to set compress codec when fileType is: ${fileType}`, 'hdfs.fileType')
  }
  return codec === null ? 'NONE' : 'BLOCK'
}

/** True for a codec, false for `none`. @throws JavaException for anything else. */
function isCodec(name: string): boolean {
  const wanted = name.toLowerCase()
  const isNamed = (codec: string): boolean =>
    name === `org.apache.hadoop.io.compress.${codec}` ||
    wanted === codec.toLowerCase() ||
    wanted === codec.slice(0, -'Codec'.length).toLowerCase()
  if (CODECS.some(isNamed)) return true
  if (wanted === 'none') return false
  throw illegalArgument(
    `Unsupported compression codec ${name}.  Please choose from: [None, ${CODECS.join(', ')}]`,
    'hdfs.codeC',
  )
}

function rounding({ context, warn }: ComponentSetup): Settings {
  const start = { needRounding: false, roundUnit: CALENDAR['second'] ?? 0, roundValue: 1 }
  if (!context.getBoolean('hdfs.round', false)) return start
  const unit = CALENDAR[context.getString('hdfs.roundUnit', 'second').toLowerCase()]
  if (unit === undefined) {
    warn(
      LOGGER,
      'Rounding unit is not valid, please set one ofminute, hour, or second. Rounding will be disabled',
      'hdfs.roundUnit',
    )
  }
  const roundUnit = unit ?? start.roundUnit
  const roundValue = context.getInteger('hdfs.roundValue', 1)
  const limit = roundUnit === CALENDAR['hour'] ? 24 : 60
  if (roundValue <= 0 || roundValue > limit) {
    const message = `Round valuemust be > 0 and <= ${String(limit)}`
    throw new JavaException('java.lang.IllegalArgumentException', message, { property: 'hdfs.roundValue' })
  }
  return { needRounding: unit !== undefined, roundUnit, roundValue }
}
