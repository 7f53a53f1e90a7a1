import type { EventRun } from '../../event/event-run.ts'
import type { LineFile, LineReader } from '../../files/line-file.ts'
import type { ValueFile } from '../../../sim/value-file.ts'
import type { SourceContext } from '../source-context.ts'
import type { FileGroup } from './file-group.ts'
import type { TailFile } from './tail-file.ts'

/** An entry of the position file. */
export interface SavedPosition {
  readonly inode: number
  readonly pos: number
  readonly file: string
}

/** What a TAILDIR source and its next lives can still read; outlives the process, for the books. */
export class TaildirAccount implements LineReader {
  /** The files as the running source has them; undefined while it does not run. */
  tailFiles: ReadonlyMap<number, TailFile> | undefined
  #groups: readonly FileGroup[] = []
  #positionFile: ValueFile<readonly SavedPosition[]> | undefined

  constructor(context: SourceContext) {
    context.agent.lane.ledger.addHolder({
      place: `${context.agent.host.name}/files read by ${context.name}`,
      destinations: () => context.everDestinations,
      walk: (visit) => {
        this.#walk(visit)
      },
    })
  }

  /** The source starts with these groups and this position file. */
  start(groups: readonly FileGroup[], positionFile: ValueFile<readonly SavedPosition[]>): void {
    this.#groups = groups
    this.#positionFile = positionFile
  }

  onAppend(): void {}

  #walk(visit: (run: EventRun) => void): void {
    const saved = this.tailFiles === undefined ? (this.#positionFile?.read() ?? []) : []
    for (const group of this.#groups) {
      for (const file of group.matchingFiles()) {
        const position = this.#positionIn(file, saved)
        const line = file.lineOfByte(position > file.lengthBytes ? 0 : position)
        for (const run of file.read(line, file.lineCount - line)) visit(run)
      }
    }
  }

  #positionIn(file: LineFile, saved: readonly SavedPosition[]): number {
    const tailFile = this.tailFiles?.get(file.inode)
    if (tailFile !== undefined) return tailFile.path === file.path ? tailFile.positionBytes : 0
    return saved.find(({ inode, file: path }) => inode === file.inode && path === file.path)?.pos ?? 0
  }
}
