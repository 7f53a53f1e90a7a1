import { HadoopException } from '../../hadoop-exception.ts'

/** @throws HadoopException IllegalArgumentException for a text that is no path. Source: org.apache.hadoop.fs.Path, DFSUtilClient.isValidName */
export function requireValidName(path: string): void {
  if (path === '') throw new HadoopException('java.lang.IllegalArgumentException', 'Can not create a Path from an empty string')
  const isValid = path.startsWith('/') && !path.split('/').some((name) => name === '..' || name === '.' || name.includes(':'))
  if (!isValid) throw new HadoopException('java.lang.IllegalArgumentException', `Pathname ${path} from ${path} is not a valid DFS filename.`)
}
