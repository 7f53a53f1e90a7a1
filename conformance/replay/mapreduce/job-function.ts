import { listOf, numberOf, plainText, property, textOf, type Json } from '../../json.ts'
import { NotReplayable } from '../replayer.ts'
import { localFiles, putFiles } from './local-files.ts'
import { lines, runWordCount, thrown } from './word-count.ts'

const output = '/d/out'

/** A run of the word count, as the shape of the input asks for it. */
export function jobOutput(input: Json, call: Json): Json | NotReplayable {
  const described = property(property(call, 'byInput'), plainText(input))
  if (described !== undefined) return describedJob(described, property(call, 'fixed') ?? null)
  if (numberOf(input, 'splitSize') !== undefined) return linesOverSplits(input)
  if (numberOf(input, 'reduces') !== undefined) return partFiles(numberOf(input, 'reduces') ?? 1, property(call, 'fixed') ?? null)
  return new NotReplayable('the input of the job is not known')
}

/** A file of lines, cut into splits of a size. */
function linesOverSplits(input: Json): Json {
  const files = localFiles()
  const newline = textOf(input, 'newline')
  const text = Array.from({ length: numberOf(input, 'lines') ?? 0 }, (_, number) => `line${number}${newline}`).join('')
  files.put('/d/in/f', text, numberOf(input, 'splitSize'))
  const { splits, counters } = runWordCount(files, { input: ['/d/in'], output, reduces: 1, hasCombiner: false, config: undefined })
  const distinct = lines(files.filesBelow(output).find(({ path }) => path.endsWith('part-r-00000'))?.content).length
  return { splits, records: counters.MAP_INPUT_RECORDS, distinct }
}

function partFiles(reduces: number, fixed: Json): Json {
  const files = localFiles()
  putFiles(files, property(fixed, 'files'), '/d/in')
  const { isSuccessful } = runWordCount(files, { input: ['/d/in'], output, reduces, hasCombiner: false, config: undefined })
  const written = files.filesBelow(output).map(({ path, content }) => ({ name: path.slice(output.length + 1), content }))
  return {
    success: isSuccessful, files: written.map(({ name }) => name),
    content: Object.fromEntries(written.filter(({ name }) => name.startsWith('part-')).map(({ name, content }) => [name, lines(content)])),
  }
}

/** A job with files of its own; `answer` says what is asked beside its success. */
function describedJob(described: Json, fixed: Json): Json {
  const files = localFiles()
  putFiles(files, property(fixed, 'files'), '/d')
  putFiles(files, property(described, 'files'), '/d')
  for (const directory of listOf(fixed, 'dirs')) files.putDirectory(plainText(directory))
  const inputPath = property(described, 'input')
  const outputPath = property(described, 'output')
  try {
    const { isSuccessful } = runWordCount(files, {
      input: typeof inputPath === 'string' ? [inputPath] : [],
      output: outputPath === null ? undefined : typeof outputPath === 'string' ? outputPath : output,
      reduces: numberOf(described, 'reduces') ?? 1, hasCombiner: false, config: property(described, 'config'),
    })
    const answer = textOf(described, 'answer')
    const written = files.filesBelow(output)
    if (answer.endsWith('output files')) return `${isSuccessful} [${written.map(({ path }) => path.slice(output.length + 1)).join(', ')}]`
    if (answer.endsWith('lines of part-r-00000')) return `${isSuccessful} [${lines(written.find(({ path }) => path.endsWith('part-r-00000'))?.content).join(', ')}]`
    return isSuccessful
  } catch (error) {
    return thrown(error)
  }
}
