import type { Lane } from '../../ledger/lane.ts'
import type { Host } from '../../sim/host.ts'
import type { ValueFile } from '../../sim/value-file.ts'
import type { EventRun } from '../event/event-run.ts'
import { DataDirectory } from './data-directory.ts'
import { LineFile } from './line-file.ts'

/** What becomes of lines that hardware destroys. */
export type LinesLost = (run: EventRun, cause: string, path: string) => void

/** The files of one host that Flume and the world around it use, all on the host's main disk. */
export class HostFiles {
  readonly host: Host
  readonly #lane: Lane
  readonly #lineFiles = new Map<string, LineFile>()
  readonly #valueFiles = new Map<string, ValueFile<unknown>>()
  readonly #dataDirectories = new Map<string, DataDirectory>()
  readonly #directories = new Set<string>()
  #inodes = 0

  constructor(lane: Lane, host: Host) {
    this.#lane = lane
    this.host = host
    lane.ledger.addHolder({
      place: `${host.name}/files`,
      walk: (visit) => {
        for (const file of this.#lineFiles.values()) if (file.isWaiting && this.#exists(file)) for (const { run } of file.append.entries) visit(run)
      },
    })
  }

  /** The file of lines at a path; created when there is none. Lost lines are reported as lost unless `onLost` says otherwise. */
  open(path: string, onLost?: LinesLost): LineFile {
    const known = this.find(path)
    if (known !== undefined) return known
    this.makeDirectory(directoryOf(path))
    const file = new LineFile({
      disk: this.host.mainDisk,
      path,
      inode: ++this.#inodes,
      streams: this.#lane.streams,
      nowMs: () => this.#lane.nowMs,
      onLost: (run, cause) => {
        if (onLost !== undefined) onLost(run, cause, file.path)
        else this.#lane.ledger.copyEnded(run, { fate: 'lost', place: `${this.host.name}${file.path}`, cause })
      },
    })
    this.#lineFiles.set(path, file)
    return file
  }

  /** The file of lines at a path. */
  find(path: string): LineFile | undefined {
    const file = this.#lineFiles.get(path)
    return file !== undefined && this.#exists(file) ? file : undefined
  }

  /** The files of lines in a directory, by name. */
  lineFilesIn(directory: string): LineFile[] {
    const files = [...this.#lineFiles.values()].filter((file) => directoryOf(file.path) === directory && this.#exists(file))
    return files.sort((left, right) => (left.name < right.name ? -1 : 1))
  }

  /** The files of lines in a directory and in those below it, by path. */
  lineFilesBelow(directory: string): LineFile[] {
    const files = [...this.#lineFiles.values()].filter((file) => file.path.startsWith(`${directory}/`) && this.#exists(file))
    return files.sort((left, right) => (left.path < right.path ? -1 : 1))
  }

  /** Gives a file another path, replacing what was there. */
  rename(from: string, to: string): void {
    const file = this.find(from)
    if (file === undefined) return
    this.host.mainDisk.rename(from, to)
    this.#lineFiles.delete(from)
    this.#lineFiles.set(to, file)
  }

  delete(path: string): void {
    this.host.mainDisk.delete(path)
    this.#lineFiles.delete(path)
  }

  /** A small file that is rewritten as a whole; its type is that of whoever writes it. */
  valueFile<T>(path: string): ValueFile<T> {
    const known = this.#valueFiles.get(path)
    if (known !== undefined && this.host.mainDisk.find(path) === known) return typedBy<T>(known)
    this.makeDirectory(directoryOf(path))
    const file = this.host.mainDisk.valueFile<T>(path)
    this.#valueFiles.set(path, file)
    return file
  }

  /** A data directory of a file channel. */
  dataDirectory(path: string): DataDirectory {
    let directory = this.#dataDirectories.get(path)
    if (directory === undefined) {
      this.makeDirectory(path)
      directory = new DataDirectory(this.host.mainDisk, path)
      this.#dataDirectories.set(path, directory)
    }
    return directory
  }

  /** Makes a directory and those above it. */
  makeDirectory(path: string): void {
    for (let above = path; above !== ''; above = directoryOf(above)) this.#directories.add(above)
  }

  /** Names in a directory, sorted. */
  names(directory: string): string[] {
    const prefix = `${directory}/`
    const paths = [...this.host.mainDisk.list(directory), ...[...this.#directories].filter((path) => directoryOf(path) === directory)]
    return [...new Set(paths.map((path) => path.slice(prefix.length)))].sort()
  }

  #exists(file: LineFile): boolean {
    return this.host.mainDisk.find(file.path) === file.append
  }
}

/** The directory that a path lies in. */
export function directoryOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** A path names one kind of file: whoever opens it agrees with whoever wrote it. */
function typedBy<T>(file: ValueFile<unknown>): ValueFile<T> {
  return file as ValueFile<T>
}
