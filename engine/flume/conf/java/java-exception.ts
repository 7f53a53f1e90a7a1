/** What a {@link JavaException} can be given beside its class and message. */
export interface JavaExceptionOptions {
  /** The exception that caused it. */
  readonly cause?: JavaException
  /** Key, within the component, of the property that is to blame. */
  readonly property?: string
}

/** A Java exception as Flume would throw it: class name and message are facts, not prose. */
export class JavaException extends Error {
  readonly className: string
  /** The message, or null when the Java exception has none. */
  readonly javaMessage: string | null
  readonly javaCause: JavaException | undefined
  readonly property: string | undefined

  constructor(className: string, message: string | null, options: JavaExceptionOptions = {}) {
    super(message === null ? className : `${className}: ${message}`)
    this.name = 'JavaException'
    this.className = className
    this.javaMessage = message
    this.javaCause = options.cause
    this.property = options.property ?? options.cause?.property
  }

  /** `class: message` of this exception and its causes, outermost first. */
  chain(): string[] {
    return [this.message, ...(this.javaCause?.chain() ?? [])]
  }

  /** True if it is of this class (exact name, no inheritance). */
  is(className: string): boolean {
    return this.className === className
  }
}

/** `java.lang.IllegalArgumentException`, as Guava's `Preconditions.checkArgument` throws it. */
export function illegalArgument(message: string, property?: string): JavaException {
  return new JavaException('java.lang.IllegalArgumentException', message, property === undefined ? {} : { property })
}

/** `java.lang.IllegalStateException`, as Guava's `Preconditions.checkState` throws it. */
export function illegalState(message: string, property?: string): JavaException {
  return new JavaException('java.lang.IllegalStateException', message, property === undefined ? {} : { property })
}

/** `java.lang.NullPointerException`, as `checkNotNull` throws it. */
export function nullPointer(message: string | null, property?: string): JavaException {
  return new JavaException('java.lang.NullPointerException', message, property === undefined ? {} : { property })
}

/** `java.lang.ClassNotFoundException`, whose message is the name of the class. */
export function classNotFound(className: string, property?: string): JavaException {
  return new JavaException('java.lang.ClassNotFoundException', className, property === undefined ? {} : { property })
}

/** `java.lang.RuntimeException` around a checked exception, as Guava's `Throwables.propagate` makes it. */
export function propagated(cause: JavaException): JavaException {
  return new JavaException('java.lang.RuntimeException', cause.message, { cause })
}
