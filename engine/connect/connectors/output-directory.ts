import type { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import type { RecordRun } from '../../ledger/record-run.ts'

/** A file that a sink writes under a temporary name. */
export interface TemporaryFile {
  /** Writes records, a line each; `text` where it is not the records' own. */
  append(run: RecordRun, text: string | undefined, done: (error?: KafkaException) => void): void
  /** Ends the file. */
  close(done: (error?: KafkaException) => void): void
}

/** A file system that a sink writes into: what exactly-once by renaming needs of it. */
export interface OutputDirectory {
  /** Names of the files in a directory; none where there is no such directory. */
  list(directory: string, done: (names: readonly string[] | KafkaException) => void): void
  /** @param onGone told when the file system has lost the last copy of records that were written */
  create(path: string, done: (file: TemporaryFile | KafkaException) => void, onGone: (run: RecordRun, cause: string) => void): void
  /** Gives a file its final name; atomic. */
  rename(from: string, to: string, done: (error?: KafkaException) => void): void
}
