import type { Flow } from '../../flow.ts'
import { HadoopException } from '../../hadoop-exception.ts'
import type { OutputDirectory } from '../files.ts'

/**
 * What a job refuses in its output before it looks at its input. @throws HadoopException
 * Source: mapreduce.lib.output.FileOutputFormat.checkOutputSpecs.
 */
export function* checkOutput<Content>(directory: OutputDirectory<Content>, outputPath: string | undefined): Flow<string> {
  if (outputPath === undefined) throw new HadoopException('org.apache.hadoop.mapred.InvalidJobConfException', 'Output directory not set.')
  if ((yield* directory.status(outputPath)) !== undefined) {
    throw new HadoopException('org.apache.hadoop.mapred.FileAlreadyExistsException', `Output directory ${outputPath} already exists`)
  }
  return outputPath
}
