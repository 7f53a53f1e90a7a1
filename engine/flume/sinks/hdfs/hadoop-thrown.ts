import { HadoopException } from '../../../hadoop/hadoop-exception.ts'
import { JavaException } from '../../conf/java/java-exception.ts'

/** Whether Java's `catch (IOException)` catches it. */
export function isIoException(error: unknown): boolean {
  return error instanceof HadoopException && error.isIoException
}

/** Flume's view of what Hadoop's client threw: those of a server come wrapped in a RemoteException. */
export function asFlumeSees(error: unknown): unknown {
  if (!(error instanceof HadoopException)) return error
  const className = error.isRemote ? `org.apache.hadoop.ipc.RemoteException(${error.className})` : error.className
  return new JavaException(className, error.message === 'null' ? null : error.message)
}
