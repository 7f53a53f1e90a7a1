import type { LoadedSink } from '../../conf/loaded.ts'
import { serializerGap } from '../../serialization/lines-of-events.ts'
import type { RoundUnit } from './round-down.ts'
import type { TimeZone } from '../../../sim/time-zone/time-zone.ts'
import { javaTimeZone } from './time-zone.ts'

/** Settings of an hdfs sink. */
export interface HdfsSinkSettings {
  /** The pattern of the directory; `file:` is taken off. */
  readonly path: string
  readonly fileType: string
  readonly writeFormat: string
  readonly codec: string | undefined
  readonly callTimeoutMs: number
  readonly threadsPoolSize: number
  readonly closeTries: number
  readonly retryIntervalSeconds: number
  /** Undefined for the file system's default replication. */
  readonly minBlockReplicas: number | undefined
  readonly appendsNewline: boolean
  readonly filePrefix: string
  /** With its dot; empty for none. */
  readonly fileSuffix: string
  readonly inUsePrefix: string
  readonly inUseSuffix: string
  readonly rollIntervalSeconds: number
  readonly rollSizeBytes: number
  readonly rollCount: number
  readonly batchSize: number
  readonly idleTimeoutSeconds: number
  readonly maxOpenFiles: number
  readonly usesLocalTime: boolean
  /** Undefined for that of the agent's machine. */
  readonly zone: TimeZone | undefined
  readonly round: { readonly unit: RoundUnit; readonly value: number } | undefined
  readonly isRawLocal: boolean
  /** Alias or class. */
  readonly serializer: string
}

const UNITS: readonly RoundUnit[] = ['second', 'minute', 'hour']

/** Reads the settings of a loaded sink. */
export function hdfsSinkSettings({ settings, properties, batchSize }: LoadedSink): HdfsSinkSettings {
  const number = (name: string): number => Number(settings[name] ?? 0)
  const text = (name: string): string => String(settings[name] ?? '')
  const unit = UNITS.find((known) => known === (properties.get('hdfs.roundUnit') ?? 'second').toLowerCase())
  const zoneName = properties.get('hdfs.timeZone')
  const minBlockReplicas = properties.get('hdfs.minBlockReplicas')
  const isRounded = settings['needRounding'] === true && unit !== undefined
  return {
    path: text('filePath').replace(/^file:(?:\/\/)?(?=\/)/, ''),
    fileType: text('fileType'),
    writeFormat: properties.get('hdfs.writeFormat') ?? properties.get('writeFormat') ?? 'Writable',
    codec: properties.get('hdfs.codeC'),
    callTimeoutMs: number('callTimeout'),
    threadsPoolSize: number('threadsPoolSize'),
    closeTries: number('tryCount'),
    retryIntervalSeconds: number('retryInterval'),
    minBlockReplicas: minBlockReplicas === undefined ? undefined : Number(minBlockReplicas),
    appendsNewline: (properties.get('serializer.appendNewline') ?? 'true').trim().toLowerCase() === 'true',
    filePrefix: text('fileName'),
    fileSuffix: text('suffix'),
    inUsePrefix: text('inUsePrefix'),
    inUseSuffix: text('inUseSuffix'),
    rollIntervalSeconds: number('rollInterval'),
    rollSizeBytes: number('rollSize'),
    rollCount: number('rollCount'),
    batchSize: batchSize ?? 100,
    idleTimeoutSeconds: number('idleTimeout'),
    maxOpenFiles: number('maxOpenFiles'),
    usesLocalTime: settings['useLocalTime'] === true,
    zone: zoneName === undefined ? undefined : javaTimeZone(zoneName),
    round: isRounded ? { unit, value: number('roundValue') } : undefined,
    serializer: properties.get('serializer') ?? 'TEXT',
    isRawLocal: properties.get('hdfs.useRawLocalFileSystem')?.toLowerCase() === 'true',
  }
}

/** Why the sink's configuration cannot be simulated, with the property to blame; undefined when it can. */
export function hdfsSinkGap({ settings, properties }: LoadedSink): { readonly key: string; readonly problem: string } | undefined {
  const path = String(settings['filePath'])
  if (/^hdfs:\/\//i.test(path)) return codecGap(properties) ?? serializerGap(new Map([...properties].filter(([key]) => key !== 'serializer.appendNewline')), 'serializer')
  if (/^[a-z][a-z0-9+.-]*:/i.test(path) && !path.startsWith('file:/')) {
    return { key: 'hdfs.path', problem: `its file system is not simulated here: HDFS (hdfs://…) and the local one (file:///…) are` }
  }
  if (String(settings['fileType']).toLowerCase() !== 'datastream') {
    return { key: 'hdfs.fileType', problem: `files of type ${String(settings['fileType'])} are not simulated here: put hdfs.fileType = DataStream in its place` }
  }
  return serializerGap(properties, 'serializer')
}

/** Codecs of which the simulation knows what a pure Java writer leaves. */
const KNOWN_CODECS = /^(?:none|(?:org\.apache\.hadoop\.io\.compress\.)?(?:gzip|bzip2|default|deflate)(?:codec)?)$/i

function codecGap(properties: ReadonlyMap<string, string>): { readonly key: string; readonly problem: string } | undefined {
  const codec = properties.get('hdfs.codeC')
  if (codec === undefined || KNOWN_CODECS.test(codec)) return undefined
  return { key: 'hdfs.codeC', problem: `the codec ${codec} is not simulated here; gzip, bzip2 and deflate are` }
}
