import { JavaException } from './conf/java/java-exception.ts'

const FLUME = 'org.apache.flume'

/** Thrown into a thread's flow when it is interrupted while it waits: java.lang.InterruptedException. */
export class InterruptedException extends JavaException {
  constructor(message: string | null = null) {
    super('java.lang.InterruptedException', message)
  }
}

/**
 * java.lang.OutOfMemoryError: no Exception, so that most of Flume does not catch it, and the thread that wanted memory ends.
 */
export class OutOfMemoryError extends JavaException {
  constructor(message: string) {
    super('java.lang.OutOfMemoryError', message)
  }
}

/** org.apache.flume.ChannelException. */
export function channelException(message: string, cause?: JavaException): JavaException {
  return new JavaException(`${FLUME}.ChannelException`, message, cause === undefined ? {} : { cause })
}

/** org.apache.flume.ChannelFullException, a ChannelException. */
export function channelFullException(message: string): JavaException {
  return new JavaException(`${FLUME}.ChannelFullException`, message)
}

/** org.apache.flume.EventDeliveryException. */
export function eventDeliveryException(message: string, cause?: JavaException): JavaException {
  return new JavaException(`${FLUME}.EventDeliveryException`, message, cause === undefined ? {} : { cause })
}

/** org.apache.flume.FlumeException. */
export function flumeException(message: string, cause?: JavaException): JavaException {
  return new JavaException(`${FLUME}.FlumeException`, message, cause === undefined ? {} : { cause })
}

/** java.io.IOException. */
export function ioException(message: string, cause?: JavaException): JavaException {
  return new JavaException('java.io.IOException', message, cause === undefined ? {} : { cause })
}

/** Whether a Java `catch (ChannelException)` would catch it: the class and its subclasses. */
export function isChannelException(error: unknown): error is JavaException {
  return error instanceof JavaException && (error.is(`${FLUME}.ChannelException`) || isChannelFullException(error))
}

/** Whether it is a ChannelFullException. */
export function isChannelFullException(error: unknown): error is JavaException {
  return error instanceof JavaException && error.is(`${FLUME}.ChannelFullException`)
}

/** Whether it is an EventDeliveryException. */
export function isEventDeliveryException(error: unknown): error is JavaException {
  return error instanceof JavaException && error.is(`${FLUME}.EventDeliveryException`)
}

/** What a Java `catch (Exception)` catches. An Error, an end of the run or a defect of the engine is thrown on. */
export function asJavaException(error: unknown): JavaException {
  if (error instanceof OutOfMemoryError) throw error
  return asThrowable(error)
}

/** What a Java `catch (Throwable)` catches. An end of the run or a defect of the engine is thrown on. */
export function asThrowable(error: unknown): JavaException {
  if (error instanceof JavaException) return error
  throw error
}
