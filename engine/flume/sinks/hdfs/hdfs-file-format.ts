import { HadoopException } from '../../../hadoop/hadoop-exception.ts'
import type { FileData } from '../../../hadoop/hdfs/file-data.ts'
import type { RecordStreams } from '../../../ledger/record-stream.ts'
import { bodyBytes, type EventRun } from '../../event/event-run.ts'
import { linesOfEvents } from '../../serialization/lines-of-events.ts'
import { serializerClass } from '../../serialization/serializer-class.ts'
import type { HdfsSinkSettings } from './hdfs-sink-settings.ts'

/** How events become bytes of a file. */
export interface HdfsFileFormat {
  /** Extension that the codec gives the file's name; empty without one. */
  readonly extension: string
  /** What stands at the beginning. @throws HadoopException, JavaException what the format says to its settings */
  begin(): readonly FileData[]
  event(event: EventRun): FileData
  /** What is written before each flush. */
  beforeFlush(): readonly FileData[]
}

/** `SEQ`, version, flags, metadata and marker of a SequenceFile's header, without its class names. */
const sequenceHeaderBytes = 26
const sequenceMarkerBytes = 20
/** Bytes between two markers that nobody asked for. Source: SequenceFile.SYNC_INTERVAL of Hadoop 3. */
const sequenceMarkerInterval = 102_400
const longWritableBytes = 8

const extensions: Readonly<Record<string, string>> = { gzip: '.gz', bzip2: '.bz2', default: '.deflate', deflate: '.deflate', snappy: '.snappy', lz4: '.lz4', zstandard: '.zst' }

/** What compressed bytes are of the plain ones: a modelling choice; texts of logs compress to about a third. */
const compressedShare = 1 / 3
/** Header and trailer of each compressed member. */
const memberBytes = 20

/** The format that a sink's settings ask for; undefined for a file type that does not exist. */
export function hdfsFileFormat(settings: HdfsSinkSettings, streams: RecordStreams): HdfsFileFormat | undefined {
  switch (settings.fileType.toLowerCase()) {
    case 'datastream':
      return dataStream(settings, streams)
    case 'sequencefile':
      return sequenceFile(settings, streams)
    case 'compressedstream':
      return compressedStream(settings, streams)
    default:
      return undefined
  }
}

function dataStream(settings: HdfsSinkSettings, streams: RecordStreams): HdfsFileFormat {
  let linesOf = (events: readonly EventRun[]): readonly EventRun[] => events
  return {
    extension: '',
    begin: () => {
      serializerClass(settings.serializer)
      linesOf = linesOfEvents(streams, settings.serializer)
      return []
    },
    event: (event) => ({ bytes: bodyBytes(streams, linesOf([event])[0] ?? event) + (settings.appendsNewline ? 1 : 0), count: 1 }),
    beforeFlush: () => [],
  }
}

function sequenceFile(settings: HdfsSinkSettings, streams: RecordStreams): HdfsFileFormat {
  const isText = settings.writeFormat.toLowerCase() === 'text'
  const codec = codecName(settings.codec)
  let sinceMarker = 0
  const marker = (): FileData[] => {
    if (sinceMarker === 0) return []
    sinceMarker = 0
    return [{ bytes: sequenceMarkerBytes, count: 1 }]
  }
  return {
    extension: extensions[codec] ?? '',
    begin: () => {
      if (codec === 'gzip') throw new HadoopException('java.lang.IllegalArgumentException', "SequenceFile doesn't work with GzipCodec without native-hadoop code!")
      const classes = ['org.apache.hadoop.io.LongWritable', isText ? 'org.apache.hadoop.io.Text' : 'org.apache.hadoop.io.BytesWritable']
      const bytes = classes.reduce((sum, name) => sum + 1 + name.length, sequenceHeaderBytes)
      sinceMarker = bytes
      return [{ bytes, count: 1 }]
    },
    event: (event) => {
      const body = bodyBytes(streams, event)
      const valueBytes = isText ? vIntBytes(body) + body : 4 + body
      const bytes = 4 + 4 + longWritableBytes + valueBytes
      const own = sinceMarker >= sequenceMarkerInterval ? sequenceMarkerBytes : 0
      sinceMarker = own > 0 ? bytes : sinceMarker + bytes
      return { bytes: bytes + own, count: 1 }
    },
    beforeFlush: marker,
  }
}

/** Each flush ends a member of the compressed file. */
function compressedStream(settings: HdfsSinkSettings, streams: RecordStreams): HdfsFileFormat {
  const plain = dataStream(settings, streams)
  let hasMember = false
  return {
    extension: extensions[codecName(settings.codec)] ?? '',
    begin: () => {
      hasMember = false
      return plain.begin()
    },
    event: (event) => {
      hasMember = true
      return { bytes: Math.max(1, Math.round(plain.event(event).bytes * compressedShare)), count: 1 }
    },
    beforeFlush: () => {
      if (!hasMember) return []
      hasMember = false
      return [{ bytes: memberBytes, count: 1 }]
    },
  }
}

/** Whether a reader of the file finds only its first member: gzip by Java's own code writes the header once. */
export function readsFirstMemberOnly({ fileType, codec }: HdfsSinkSettings): boolean {
  return fileType.toLowerCase() === 'compressedstream' && codecName(codec) === 'gzip'
}

/** `gzip` for `gzip`, `GzipCodec` and the class. */
function codecName(codec: string | undefined): string {
  const name = (codec ?? '').slice((codec ?? '').lastIndexOf('.') + 1).toLowerCase().replace(/codec$/, '')
  return name === 'none' ? '' : name
}

/** Bytes of a Hadoop variable-length integer. Source: WritableUtils.writeVInt. */
function vIntBytes(value: number): number {
  if (value <= 127) return 1
  let bytes = 1
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes++
  return bytes
}
