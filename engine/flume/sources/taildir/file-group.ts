import { JavaHashMap } from '../../conf/java/hash-map.ts'
import { splitWhiteSpace } from '../../conf/java/java-text.ts'
import { directoryOf, type HostFiles } from '../../files/host-files.ts'
import type { LineFile } from '../../files/line-file.ts'
import { fileNamePattern } from '../file-name-pattern.ts'

/** A file group of a TAILDIR source: a directory and a pattern of names in it. Source: TaildirMatcher. */
export interface FileGroup {
  readonly name: string
  readonly headers: ReadonlyMap<string, string>
  /** Its files, oldest change first. */
  matchingFiles(): LineFile[]
}

/** The groups of a source, in the order of the Java map that holds them. */
export function fileGroups(properties: ReadonlyMap<string, string>, files: HostFiles): FileGroup[] {
  const patterns = new JavaHashMap<string>()
  for (const name of splitWhiteSpace(properties.get('filegroups') ?? '')) {
    const pattern = properties.get(`filegroups.${name}`)
    if (pattern !== undefined) patterns.set(name, pattern)
  }
  return patterns.entries().map(([name, path]) => {
    const directory = directoryOf(path)
    const pattern = fileNamePattern(path.slice(directory.length + 1))
    const prefix = `headers.${name}.`
    const headers = [...properties].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value] as const)
    return {
      name,
      headers: new Map(headers),
      matchingFiles: () => {
        const found = files.lineFilesIn(directory).filter((file) => pattern.test(file.name))
        return found.sort((left, right) => left.modifiedMs - right.modifiedMs)
      },
    }
  })
}
