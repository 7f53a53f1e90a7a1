import { scenarioFiles } from './scenario-folders.ts'

/** How many lines somebody had to write in files of a scenario: those that are not empty and not only a comment. @throws Error for a file that is not there */
export function writtenLines(id: string, ...paths: readonly string[]): number {
  const files = scenarioFiles(id)
  return paths.reduce((sum, path) => {
    const text = files[path]
    if (text === undefined) throw new Error(`The scenario ${id} has no file ${path}.`)
    return sum + text.split('\n').filter((line) => !/^\s*(?:$|#|\/\/|\/?\*)/.test(line)).length
  }, 0)
}
