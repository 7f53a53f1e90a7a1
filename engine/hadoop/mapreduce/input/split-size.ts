/** Split size of the new API, in bytes: max(minSize, min(maxSize, blockSize)). Source: mapreduce.lib.input.FileInputFormat.computeSplitSize. */
export function computeSplitSize({ blockSize, minSize, maxSize }: { readonly blockSize: number; readonly minSize: number; readonly maxSize: number }): number {
  return Math.max(minSize, Math.min(maxSize, blockSize))
}

/** A part of a file: where it begins, and how long it is, in bytes. */
export interface FileRange {
  readonly start: number
  readonly length: number
}

/** How much longer than the others the last split may be. Source: FileInputFormat.SPLIT_SLOP. */
const splitSlop = 1.1

/** The ranges of one file; an empty file has an empty one. Source: mapreduce.lib.input.FileInputFormat.getSplits. */
export function splitFile(fileLength: number, splitSize: number, isSplittable: boolean): readonly FileRange[] {
  if (fileLength === 0 || !isSplittable) return [{ start: 0, length: fileLength }]
  const ranges: FileRange[] = []
  let remaining = fileLength
  while (remaining / splitSize > splitSlop) {
    ranges.push({ start: fileLength - remaining, length: splitSize })
    remaining -= splitSize
  }
  if (remaining > 0) ranges.push({ start: fileLength - remaining, length: remaining })
  return ranges
}

/** Suffixes of compression codecs whose files cannot be read from the middle; bzip2 can. Source: CompressionCodecFactory, SplittableCompressionCodec. */
const unsplittableSuffixes: readonly string[] = ['.gz', '.deflate', '.snappy', '.lz4', '.zst', '.passthrough']

/** Whether a text file of that name can be cut. Source: TextInputFormat.isSplitable. */
export function isSplittable(name: string): boolean {
  return !unsplittableSuffixes.some((suffix) => name.endsWith(suffix))
}
