import type { LineFile } from '../../../../engine/flume/files/line-file.ts'
import { property, textOf, type Json } from '../../../json.ts'
import type { FlumeRun } from './flume-run.ts'

/** Files of a directory with their lines. */
export function readFiles(run: FlumeRun, step: Json): Json {
  const onlyNonEmpty = textOf(step, 'only') === 'nonEmpty'
  const directory = textOf(step, 'dir')
  return filesOf(run, step).filter((file) => !onlyNonEmpty || file.lineCount > 0).map((file) => {
    const lines = run.machine.linesOf(file)
    return { name: maskedName(file.path.slice(directory.length + 1)), events: lines.length, first: lines[0] ?? null, last: lines[lines.length - 1] ?? null }
  })
}

/** Differences of the times or counters in the names of a directory's files, in their order. */
export function counterSteps(run: FlumeRun, step: Json): readonly number[] {
  const counters = filesOf(run, step).map(({ name }) => Number(/\d{13}/.exec(name)?.[0] ?? 0))
  return counters.slice(1).map((counter, index) => counter - (counters[index] ?? 0))
}

/** How many files of a directory are empty. */
export function readEmptyFileCount(run: FlumeRun, step: Json): Json {
  return filesOf(run, step).filter((file) => file.lineCount === 0).length
}

/** The set of masked names of a directory's files. */
export function readNameShapes(run: FlumeRun, step: Json): Json {
  return [...new Set(filesOf(run, step).map(({ name }) => maskedName(name)))]
}

function filesOf(run: FlumeRun, step: Json): readonly LineFile[] {
  return filesBelow(run, textOf(step, 'dir')).filter(({ name }) => property(step, 'crc') === true || !name.endsWith('.crc'))
}

/** The files of a directory, then those of its directories by name. */
function filesBelow(run: FlumeRun, directory: string): readonly LineFile[] {
  const { files } = run.machine
  const directories = files.names(directory).map((name) => `${directory}/${name}`).filter((path) => files.find(path) === undefined)
  return [...run.machine.filesIn(directory), ...directories.flatMap((path) => filesBelow(run, path))]
}

/** A 13-digit number is a time in milliseconds. */
function maskedName(name: string): string {
  return name.replaceAll(/\d{13}/g, '<millis>')
}
