/** An exception of Storm: the Java class by its full name, and the message as Storm words it. */
export class StormException extends Error {
  override readonly name = 'StormException'
  readonly className: string

  constructor(className: string, message: string) {
    super(message)
    this.className = className
  }
}

/** `java.lang.IllegalArgumentException` with a message. */
export function illegalArgument(message: string): StormException {
  return new StormException('java.lang.IllegalArgumentException', message)
}
