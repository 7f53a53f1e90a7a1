import type { Destination } from '../../ledger/lane-ledger.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { LineFile } from '../../flume/files/line-file.ts'
import type { SinkConnectorTask } from '../runtime/sink-connector.ts'

/** What a FileStreamSink's task writes to, and for whom. */
export interface FileStreamSinkOptions {
  readonly lane: Lane
  readonly name: string
  /** Opens the file; it is created with the task. */
  readonly open: () => LineFile
  readonly destinations: () => readonly Destination[]
}

/** A line for each value, in the page cache when it is flushed; after a crash lines may come twice (FileStreamSinkTask). */
export function fileStreamSink({ lane, name, open, destinations }: FileStreamSinkOptions): SinkConnectorTask {
  const file = open()
  file.markAsOutput()
  return {
    open: (_partitions, done) => { done([]) },
    put: (records, done) => {
      file.write(records.map(({ run, text }) => (text === undefined ? run : { ...run, body: text })))
      for (const { run } of records) for (const destination of destinations()) lane.ledger.delivered(destination, run, name)
      done()
    },
    preCommit: (offsets) => offsets,
    close: () => undefined,
  }
}
