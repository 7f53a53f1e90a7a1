import type { LoadedSink } from '../../conf/loaded.ts'
import { serializerGap } from '../../serialization/lines-of-events.ts'
import type { RoundUnit } from './round-down.ts'
import type { TimeZone } from '../../../sim/time-zone/time-zone.ts'
import { javaTimeZone } from './time-zone.ts'

/** Settings of an hdfs sink that writes to the local file system. */
export interface HdfsSinkSettings {
  /** The pattern of the directory, without its scheme. */
  readonly path: string
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
  const isRounded = settings['needRounding'] === true && unit !== undefined
  return {
    path: text('filePath').replace(/^file:(?:\/\/)?(?=\/)/, ''),
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
  if (/^[a-z][a-z0-9+.-]*:/i.test(path) && !path.startsWith('file:/')) {
    return { key: 'hdfs.path', problem: `its file system is not simulated here: paths of the local one (file:///…) are` }
  }
  if (String(settings['fileType']).toLowerCase() !== 'datastream') {
    return { key: 'hdfs.fileType', problem: `files of type ${String(settings['fileType'])} are not simulated here: put hdfs.fileType = DataStream in its place` }
  }
  return serializerGap(properties, 'serializer')
}
