import { FileOutputCommitter, partFileName, type TaskAttempt } from '../../../engine/hadoop/mapreduce/output/file-output-committer.ts'
import type { FileTree } from '../../../engine/hadoop/mapreduce/output/file-tree.ts'
import { isList, listOf, numberOf, property, textOf, plainText, type Json } from '../../json.ts'
import { NotReplayable, type Replayer } from '../replayer.ts'
import { localFiles, putFiles } from './local-files.ts'
import { runAtOnce } from './run-at-once.ts'
import { lines, runWordCount, thrown } from './word-count.ts'

/** Jobs and committers step by step: `setup.job` or `setup.committer`. */
export const mapReduceSequenceReplayer: Replayer = {
  usesChance: false,
  accepts: ({ kind, setup, replay }) => kind === 'sequence' && isList(replay) && (textOf(setup, 'job') !== '' || textOf(setup, 'committer') !== ''),
  replay: ({ setup, replay }) => {
    const sequence = new MapReduceSequence(setup ?? null)
    for (const step of isList(replay) ? replay : []) sequence.step(step)
    return { observed: sequence.observed }
  },
}

const input = '/d/in'
const output = '/d/out'

class MapReduceSequence {
  readonly observed: Record<string, Json> = {}
  readonly #setup: Json
  readonly #files: FileTree<string>
  readonly #committer: FileOutputCommitter<string>

  constructor(setup: Json) {
    this.#setup = setup
    this.#files = localFiles()
    putFiles(this.#files, property(setup, 'files'), input)
    const version = plainText(property(property(setup, 'config'), 'mapreduce.fileoutputcommitter.algorithm.version')) === '1' ? 1 : 2
    this.#committer = new FileOutputCommitter({ directory: this.#files, outputPath: output, version, empty: '' })
  }

  step(step: Json): void {
    const as = textOf(step, 'as')
    const answer = this.#answer(step)
    if (as === '') return
    if (as.startsWith('(')) {
      if (typeof answer === 'object' && answer !== null) Object.assign(this.observed, answer)
      return
    }
    const names = as.split(',').map((name) => name.trim())
    for (const name of names) this.observed[name] = names.length === 1 && !isListing(answer) ? answer : (property(answer, name) ?? null)
  }

  #answer(step: Json): Json {
    const op = textOf(step, 'op')
    const attempt: TaskAttempt = { kind: 'm', task: 0, attempt: numberOf(step, 'attempt') ?? 0 }
    switch (op) {
      case 'job': return this.#job(step)
      case 'readLines': return lines(this.#files.filesBelow(output).find(({ path }) => path === `${output}/${textOf(step, 'file')}`)?.content)
      case 'listOutput': return this.#listOutput()
      case 'setupJob': return ok(() => { runAtOnce(this.#committer.setupJob()) })
      case 'setupTask':
        for (const one of listOf(step, 'attempts').map(Number)) {
          const id: TaskAttempt = { ...attempt, attempt: one }
          runAtOnce(this.#files.write(`${this.#committer.workPath(id)}/${partFileName(id)}`, `attempt${one}\n`))
        }
        return 'ok'
      case 'abortTask': return ok(() => { runAtOnce(this.#committer.abortTask(attempt)) })
      case 'commitTask': return ok(() => { runAtOnce(this.#committer.commitTask(attempt)) })
      case 'commitJob': return ok(() => { runAtOnce(this.#committer.commitJob()) })
      case 'visible': return this.#visible().map(({ name, content }) => (name.startsWith('part-') ? `${name}=${content.trim()}` : name))
      case 'temporaryGone': return !this.#files.has(`${output}/_temporary`)
      default: throw new NotReplayable(`the verb '${op}' is not known`)
    }
  }

  #job(step: Json): Json {
    const as = textOf(step, 'as')
    try {
      const { isSuccessful, counters } = runWordCount(this.#files, {
        input: [textOf(step, 'input') || input], output, reduces: numberOf(step, 'reduces') ?? 1,
        hasCombiner: property(step, 'combiner') === true, config: property(this.#setup, 'config'),
      })
      if (as.startsWith('(counters')) return { ...counters }
      if (as === 'success') return isSuccessful
      return { success: isSuccessful, records: counters.MAP_INPUT_RECORDS }
    } catch (error) {
      return thrown(error)
    }
  }

  #visible(): readonly { readonly name: string; readonly content: string }[] {
    return this.#files.filesBelow(output).map(({ path, content }) => ({ name: path.slice(output.length + 1), content })).filter(({ name }) => !name.startsWith('_temporary/'))
  }

  #listOutput(): Json {
    const files = this.#files.filesBelow(output).map(({ path, content }) => ({ name: path.slice(output.length + 1), content }))
    const outputLines = files.filter(({ name }) => /(?:^|\/)part-/.test(name)).flatMap(({ content }) => lines(content)).sort()
    return {
      isListing: true, files: files.map(({ name }) => name), outputLines, outputDirExists: this.#files.has(output),
      committedTaskOutputStays: outputLines.length > 0, failedTaskOutput: outputLines.some((line) => line.startsWith('c')), successMarker: this.#files.has(`${output}/_SUCCESS`),
    }
  }
}

function isListing(answer: Json): boolean {
  return property(answer, 'isListing') === true
}

function ok(call: () => void): Json {
  try {
    call()
    return 'ok'
  } catch (error) {
    return thrown(error)
  }
}
