import type { Flow } from '../../flow.ts'
import type { MapReduceFileStatus, OutputDirectory } from '../files.ts'

/** What a file tree is made from. */
export interface FileTreeOptions<Content> {
  readonly lengthOf: (content: Content) => number
  /** Block size of files that are given none. */
  readonly blockSize: number
}

interface TreeFile<Content> {
  readonly content: Content
  readonly blockSize: number
}

/** Files and directories that answer at once: a local file system, or a store that outlives the job's processes. */
export class FileTree<Content> implements OutputDirectory<Content> {
  readonly #options: FileTreeOptions<Content>
  readonly #files = new Map<string, TreeFile<Content>>()
  readonly #directories = new Set<string>(['/'])

  constructor(options: FileTreeOptions<Content>) {
    this.#options = options
  }

  /** Puts a file there, with the directories above it. */
  put(path: string, content: Content, blockSize = this.#options.blockSize): void {
    this.putDirectory(parentOf(path))
    this.#files.set(path, { content, blockSize })
  }

  /** Puts a directory there, with those above it. */
  putDirectory(path: string): void {
    for (let at = path; at !== '/'; at = parentOf(at)) this.#directories.add(at)
  }

  /** Everything that lies below a directory, files only, by path. */
  filesBelow(path: string): readonly { readonly path: string; readonly content: Content }[] {
    return [...this.#files].filter(([at]) => at.startsWith(`${path}/`)).map(([at, { content }]) => ({ path: at, content })).sort((left, right) => (left.path < right.path ? -1 : 1))
  }

  /** Whether there is a file or a directory. */
  has(path: string): boolean {
    return this.#files.has(path) || this.#directories.has(path)
  }

  *status(path: string): Flow<MapReduceFileStatus | undefined> {
    yield* []
    return this.#statusOf(path)
  }

  *list(path: string): Flow<readonly MapReduceFileStatus[]> {
    yield* []
    const children = [...this.#files.keys(), ...this.#directories].filter((at) => at !== '/' && parentOf(at) === path)
    return children.sort((left, right) => (left < right ? -1 : 1)).flatMap((at) => this.#statusOf(at) ?? [])
  }

  *read(path: string): Flow<Content> {
    yield* []
    const file = this.#files.get(path)
    if (file === undefined) throw new RangeError(`there is no file ${path}`)
    return file.content
  }

  *write(path: string, content: Content): Flow<void> {
    yield* []
    this.put(path, content)
  }

  *mkdirs(path: string): Flow<void> {
    yield* []
    this.putDirectory(path)
  }

  *rename(from: string, to: string): Flow<void> {
    yield* []
    const moved = (path: string): string | undefined => (path === from || path.startsWith(`${from}/`) ? to + path.slice(from.length) : undefined)
    for (const [path, file] of [...this.#files]) {
      const target = moved(path)
      if (target === undefined) continue
      this.#files.delete(path)
      this.#files.set(target, file)
    }
    for (const path of [...this.#directories]) {
      const target = moved(path)
      if (target === undefined) continue
      this.#directories.delete(path)
      this.#directories.add(target)
    }
  }

  *delete(path: string): Flow<void> {
    yield* []
    for (const paths of [this.#files, this.#directories]) {
      for (const at of [...paths.keys()]) if (at === path || at.startsWith(`${path}/`)) paths.delete(at)
    }
  }

  #statusOf(path: string): MapReduceFileStatus | undefined {
    const file = this.#files.get(path)
    if (file !== undefined) return { path, isDirectory: false, length: this.#options.lengthOf(file.content), blockSize: file.blockSize }
    return this.#directories.has(path) ? { path, isDirectory: true, length: 0, blockSize: 0 } : undefined
  }
}

function parentOf(path: string): string {
  const end = path.lastIndexOf('/')
  return end <= 0 ? '/' : path.slice(0, end)
}
