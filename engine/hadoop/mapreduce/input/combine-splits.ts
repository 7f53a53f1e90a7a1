import { isSplittable, type FileRange } from './split-size.ts'

/** A range with its file. */
export interface NamedRange extends FileRange {
  readonly name: string
}

/** A file that may be combined with others. */
export interface CombinedFile {
  readonly name: string
  readonly length: number
  readonly blockSize: number
}

/**
 * Packs files into splits of at least maxSize bytes, the last one being what is left; 0: all in one.
 * Source: mapreduce.lib.input.CombineFileInputFormat, for files that are all near each other.
 */
export function combineSplits(files: readonly CombinedFile[], maxSize: number): readonly (readonly NamedRange[])[] {
  const splits: NamedRange[][] = []
  let current: NamedRange[] = []
  let bytes = 0
  for (const range of files.flatMap((file) => blocksOf(file, maxSize))) {
    current.push(range)
    bytes += range.length
    if (maxSize === 0 || bytes < maxSize) continue
    splits.push(current)
    current = []
    bytes = 0
  }
  if (current.length > 0) splits.push(current)
  return splits
}

/** A file's blocks, cut to maxSize; between one and two times maxSize it is two halves. Source: CombineFileInputFormat.OneFileInfo. */
function blocksOf({ name, length, blockSize }: CombinedFile, maxSize: number): readonly NamedRange[] {
  if (!isSplittable(name)) return [{ name, start: 0, length }]
  const ranges: NamedRange[] = []
  for (let block = 0; block < length; block += blockSize) {
    const blockEnd = Math.min(length, block + blockSize)
    for (let start = block; start < blockEnd;) {
      const left = blockEnd - start
      const part = maxSize === 0 ? left : left > maxSize && left < 2 * maxSize ? Math.floor(left / 2) : Math.min(maxSize, left)
      ranges.push({ name, start, length: part })
      start += part
    }
  }
  return ranges
}
