import { ERRORS_TABLE, EXCEPTION_SUPERCLASSES } from './errors-table.ts'

/** Name of a protocol error, as Kafka's Errors spells it. */
export type ErrorName = keyof typeof ERRORS_TABLE

/** What Kafka says about one protocol error. */
export interface ProtocolError {
  readonly code: number
  readonly name: ErrorName
  /** Full name of the Java exception a client throws; null for NONE. */
  readonly exception: string | null
  readonly message: string
  /** Full names of its superclasses up to KafkaException, nearest first. */
  readonly superclasses: readonly string[]
  /** A client may send the request again (RetriableException). */
  readonly retriable: boolean
  /** Retriable after the client has refreshed what it knows (RefreshRetriableException). */
  readonly refreshRetriable: boolean
  /** Retriable after a metadata update (InvalidMetadataException). */
  readonly invalidMetadata: boolean
  /** The transaction must be aborted (TransactionAbortableException, KIP-890). */
  readonly abortable: boolean
  /** The application can recover by closing its client and making a new one (ApplicationRecoverableException). */
  readonly applicationRecoverable: boolean
  /** The principal may not do this (AuthorizationException). */
  readonly authorization: boolean
}

const ERROR_PACKAGE = 'org.apache.kafka.common.errors.'
const KAFKA_EXCEPTION = 'org.apache.kafka.common.KafkaException'

/**
 * Simple names of an API exception and its superclasses up to ApiException, nearest first.
 *
 * @param exception simple name of a class of org.apache.kafka.common.errors
 */
function exceptionLineage(exception: string): readonly string[] {
  const lineage = [exception]
  let current = exception
  while (current !== 'ApiException') {
    current = EXCEPTION_SUPERCLASSES[current] ?? 'ApiException'
    lineage.push(current)
  }
  return lineage
}

/** Full name of an API exception's class; InvalidRecordException is the one that lies in another package. */
function exceptionClassName(exception: string): string {
  return (exception === 'InvalidRecordException' ? 'org.apache.kafka.common.' : ERROR_PACKAGE) + exception
}

/** The code that stands for `name` in a response. */
export function errorCode(name: ErrorName): number {
  return ERRORS_TABLE[name][0]
}

/** All that Kafka knows about the error called `name`. */
export function errorByName(name: ErrorName): ProtocolError {
  return ERROR_BY_NAME.get(name) ?? describeError(name)
}

function describeError(name: ErrorName): ProtocolError {
  const [code, exception, message] = ERRORS_TABLE[name]
  const lineage = exception === null ? [] : exceptionLineage(exception)
  const is = (className: string) => lineage.includes(className)
  return {
    code,
    name,
    exception: exception === null ? null : exceptionClassName(exception),
    message,
    superclasses:
      exception === null ? [] : [...lineage.slice(1).map(exceptionClassName), KAFKA_EXCEPTION],
    retriable: is('RetriableException'),
    refreshRetriable: is('RefreshRetriableException'),
    invalidMetadata: is('InvalidMetadataException'),
    abortable: is('TransactionAbortableException'),
    applicationRecoverable: is('ApplicationRecoverableException'),
    authorization: is('AuthorizationException'),
  }
}

/** Every error name in the order of the codes. */
export const ERROR_NAMES: readonly ErrorName[] = Object.keys(ERRORS_TABLE).filter(isErrorName)

const ERROR_BY_NAME: ReadonlyMap<ErrorName, ProtocolError> = new Map(ERROR_NAMES.map((name) => [name, describeError(name)]))

const ERROR_BY_CODE: ReadonlyMap<number, ProtocolError> = new Map([...ERROR_BY_NAME.values()].map((error) => [error.code, error]))

/** The error of a response's `code`; a code that nobody knows is UNKNOWN_SERVER_ERROR, as in Errors.forCode. */
export function errorByCode(code: number): ProtocolError {
  return ERROR_BY_CODE.get(code) ?? errorByName('UNKNOWN_SERVER_ERROR')
}

function isErrorName(name: string): name is ErrorName {
  return name in ERRORS_TABLE
}
