import { FileTree } from '../../../engine/hadoop/mapreduce/output/file-tree.ts'
import { isObject, numberOf, textOf, type Json } from '../../json.ts'

/** Block size of Hadoop's local file system. */
const localBlockSize = 32 * 1024 * 1024

/** A local file system with texts. */
export function localFiles(): FileTree<string> {
  return new FileTree<string>({ lengthOf: (text) => text.length, blockSize: localBlockSize })
}

/** Puts `files` of a fact there: name → text, or `{repeat, text}`; names without a path go into a directory. */
export function putFiles(files: FileTree<string>, given: Json | undefined, directory: string): void {
  for (const [name, content] of Object.entries(isObject(given) ? given : {})) {
    const text = typeof content === 'string' ? content : textOf(content, 'text').repeat(numberOf(content, 'repeat') ?? 1)
    files.put(name.startsWith('/') ? name : `${directory}/${name}`, text)
  }
}
