/**
 * An exception as a Java client or broker would throw it: its class, its message, and another such exception as
 * cause. Which classes are retriable is in errors.ts.
 */
export class KafkaException extends Error {
  /** Full name of the Java class. */
  readonly className: string
  override readonly cause: KafkaException | undefined

  /**
   * @param className full name of the Java class, for example `org.apache.kafka.common.config.ConfigException`
   * @param cause the exception that led to this one
   */
  constructor(className: string, message: string, cause?: KafkaException) {
    super(message)
    this.name = className
    this.className = className
    this.cause = cause
  }
}
