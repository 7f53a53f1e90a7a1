import type { JavaException } from './java/java-exception.ts'
import type { PropertyPosition } from './read-properties.ts'

/** A line that Flume logs while it loads a configuration (WARN and above). */
export interface LoadLogEntry {
  readonly level: 'WARN' | 'ERROR'
  /** Simple name of the class that logs. */
  readonly logger: string
  readonly message: string
  /** `class: message` of the exception logged with it and of its causes, outermost first. */
  readonly thrown?: readonly string[]
  /** Place of the property that is to blame, if there is one. */
  readonly position?: PropertyPosition
}

/** What may accompany a log line. */
export interface LogDetails {
  readonly thrown?: JavaException
  readonly position?: PropertyPosition | undefined
}

/** Collects what Flume logs, in order. */
export class LoadLog {
  readonly entries: LoadLogEntry[] = []

  warn(logger: string, message: string, details: LogDetails = {}): void {
    this.#add('WARN', logger, message, details)
  }

  error(logger: string, message: string, details: LogDetails = {}): void {
    this.#add('ERROR', logger, message, details)
  }

  #add(level: LoadLogEntry['level'], logger: string, message: string, { thrown, position }: LogDetails): void {
    this.entries.push({
      level,
      logger,
      message,
      ...(thrown === undefined ? {} : { thrown: thrown.chain() }),
      ...(position === undefined ? {} : { position }),
    })
  }
}
