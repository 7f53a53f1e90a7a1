import type { ValueFile } from '../../../sim/value-file.ts'
import type { EventRun } from '../../event/event-run.ts'
import { directoryOf, type HostFiles } from '../../files/host-files.ts'
import type { LineFile, LineReader } from '../../files/line-file.ts'
import type { LoadedSource } from '../../conf/loaded.ts'
import { fileNamePattern } from '../file-name-pattern.ts'

/** The position in the file that is read, as the tracker's meta file has it. */
export interface SpoolMark {
  readonly path: string
  readonly line: number
}

/** The directory of a spooldir source: what is there to read, and what is done. Source: ReliableSpoolingFileEventReader. */
export class SpoolFiles implements LineReader {
  readonly #files: HostFiles
  readonly #directory: string
  readonly #trackerDirectory: string
  readonly #completedSuffix: string
  readonly #includes: RegExp
  readonly #ignores: RegExp
  readonly #searchesBelow: boolean
  readonly #usesTracker: boolean
  readonly #order: string

  constructor(files: HostFiles, { settings }: LoadedSource) {
    const text = (key: string, fallback: string): string => String(settings[key] ?? fallback)
    this.#files = files
    this.#directory = text('spoolDirectory', '').replace(/(.)\/+$/, '$1')
    const tracker = text('trackerDirPath', '.flumespool')
    this.#trackerDirectory = tracker.startsWith('/') ? tracker : `${this.#directory}/${tracker}`
    this.#completedSuffix = text('completedSuffix', '.COMPLETED')
    this.#includes = fileNamePattern(text('includePattern', '^.*$'))
    this.#ignores = fileNamePattern(text('ignorePattern', '^$'))
    this.#searchesBelow = settings['recursiveDirectorySearch'] === true
    this.#usesTracker = text('trackingPolicy', 'rename').toLowerCase() === 'tracker_dir'
    this.#order = text('consumeOrder', 'OLDEST')
  }

  onAppend(): void {}

  /** Makes the tracker's directory. */
  prepare(): void {
    this.#files.makeDirectory(this.#directory)
    this.#files.makeDirectory(this.#trackerDirectory)
  }

  /** The tracker's meta file. */
  get meta(): ValueFile<SpoolMark> {
    return this.#files.valueFile<SpoolMark>(`${this.#trackerDirectory}/.flumespool-main.meta`)
  }

  /** The file that comes next: the oldest (or youngest), then the first by name. */
  next(): LineFile | undefined {
    let chosen: LineFile | undefined
    for (const file of this.#candidates()) if (chosen === undefined || this.#isBefore(file, chosen)) chosen = file
    chosen?.addReader(this)
    return chosen
  }

  /** The path that a completed file gets. */
  completedPath(path: string): string {
    return this.#usesTracker ? `${this.#trackerDirectory}/${path.slice(this.#directory.length + 1)}${this.#completedSuffix}` : path + this.#completedSuffix
  }

  /** Whether something has the name that a completed file would get. */
  isTaken(path: string): boolean {
    return this.#files.host.mainDisk.find(this.completedPath(path)) !== undefined
  }

  /** Marks a file as completed. */
  complete(file: LineFile, deletes: boolean): void {
    const { path } = file
    if (deletes) this.#files.delete(path)
    else if (this.#usesTracker) this.#files.valueFile<boolean>(this.completedPath(path)).write(true)
    else this.#files.rename(path, this.completedPath(path))
    this.meta.clear()
  }

  /** Lines that are in the channels of nobody yet. */
  walk(visit: (run: EventRun) => void): void {
    const mark = this.meta.read()
    for (const file of this.#candidates()) {
      const line = mark?.path === file.path ? mark.line : 0
      for (const run of file.read(line, file.lineCount - line)) visit(run)
    }
  }

  #candidates(): LineFile[] {
    const inDirectory = this.#searchesBelow ? this.#files.lineFilesBelow(this.#directory) : this.#files.lineFilesIn(this.#directory)
    return inDirectory.filter((file) => this.#isCandidate(file))
  }

  #isCandidate({ name, path }: LineFile): boolean {
    if (name.startsWith('.') || directoryOf(path).startsWith(this.#trackerDirectory)) return false
    if (this.#usesTracker ? this.isTaken(path) : name.endsWith(this.#completedSuffix)) return false
    return this.#includes.test(name) && !this.#ignores.test(name)
  }

  #isBefore(file: LineFile, other: LineFile): boolean {
    if (file.modifiedMs === other.modifiedMs) return file.name < other.name
    return this.#order === 'YOUNGEST' ? file.modifiedMs > other.modifiedMs : file.modifiedMs < other.modifiedMs
  }
}
