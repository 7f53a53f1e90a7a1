const PACKAGE = 'org.apache.hadoop.hbase'

/** A Java exception of HBase's client or servers: class name and message are facts. */
export class HBaseException extends Error {
  readonly className: string
  readonly javaMessage: string

  constructor(className: string, message: string) {
    super(`${className}: ${message}`)
    this.name = 'HBaseException'
    this.className = className
    this.javaMessage = message
  }

  /** What a client gets of a server's exception: the same class, whose message is the server's text. Source: RemoteException.unwrapRemoteException. */
  unwrapped(): HBaseException {
    return new HBaseException(this.className, this.message)
  }
}

/** An exception of a class below org.apache.hadoop.hbase. */
export function hbaseException(name: string, message: string): HBaseException {
  return new HBaseException(`${PACKAGE}.${name}`, message)
}

/** `java.lang.IllegalArgumentException`. */
export function illegalArgument(message: string): HBaseException {
  return new HBaseException('java.lang.IllegalArgumentException', message)
}

/** Whether a client looks for the region again and repeats: the region is elsewhere, opening, or its server is going down. */
export function isRetried({ className }: HBaseException): boolean {
  return ['NotServingRegionException', 'exceptions.RegionOpeningException', 'regionserver.RegionServerStoppedException'].some((name) => className === `${PACKAGE}.${name}`) || className === 'java.net.ConnectException' || className === 'java.io.IOException' || className === 'java.net.SocketTimeoutException' || className === `${PACKAGE}.ipc.CallTimeoutException`
}
