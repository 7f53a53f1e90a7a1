/** An exception of Hadoop, with its class; those that a server threw come wrapped in a RemoteException. */
export class HadoopException extends Error {
  readonly className: string
  /** Whether the client left it in its wrapper, so that callers see a RemoteException. */
  readonly isRemote: boolean

  constructor(className: string, message: string, isRemote = false) {
    super(message)
    this.name = 'HadoopException'
    this.className = className
    this.isRemote = isRemote
  }

  /** Whether Java would catch it as an IOException. */
  get isIoException(): boolean {
    return !this.className.startsWith('java.lang.') && !notIo.has(this.className)
  }
}

const notIo: ReadonlySet<string> = new Set(['org.apache.hadoop.HadoopIllegalArgumentException'])

/** java.io.IOException. */
export function ioFailure(message: string): HadoopException {
  return new HadoopException('java.io.IOException', message)
}
