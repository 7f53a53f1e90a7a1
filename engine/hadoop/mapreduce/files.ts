import type { Flow } from '../flow.ts'

/** What a file system says of a path. */
export interface MapReduceFileStatus {
  /** The whole path, `/` between names. */
  readonly path: string
  readonly isDirectory: boolean
  /** Bytes of a file. */
  readonly length: number
  readonly blockSize: number
}

/** A file system in which jobs find their input. */
export interface InputDirectory<Content> {
  /** Undefined where there is nothing. */
  status(path: string): Flow<MapReduceFileStatus | undefined>
  /** What is directly below a directory, by name. */
  list(path: string): Flow<readonly MapReduceFileStatus[]>
  read(path: string): Flow<Content>
}

/** A file system into which jobs write. */
export interface OutputDirectory<Content> extends InputDirectory<Content> {
  /** Makes the directories above, and a file that is there no longer. */
  write(path: string, content: Content): Flow<void>
  mkdirs(path: string): Flow<void>
  /** Moves a file or a directory to a path where nothing is, and whose parent is there. */
  rename(from: string, to: string): Flow<void>
  /** Deletes with all that is below; does nothing where nothing is. */
  delete(path: string): Flow<void>
}
