import { KafkaException } from '../../../kafka/protocol/kafka-exception.ts'
import { dataException, javaLangException } from '../connect-exceptions.ts'

/** The parts of a text that java.math.BigDecimal takes: digits without point, and how many stand after it. */
interface Decimal {
  readonly unscaled: bigint
  readonly scale: number
}

const DECIMAL = /^([+-]?)(?:(\d+)\.?(\d*)|\.(\d+))(?:[eE]([+-]?\d+))?$/

/** A text as a BigDecimal; undefined where it is none. */
export function decimalOf(text: string): Decimal | undefined {
  const [, sign, whole = '', fraction, onlyFraction, exponent] = DECIMAL.exec(text) ?? []
  if (sign === undefined) return undefined
  const digits = fraction ?? onlyFraction ?? ''
  const unscaled = BigInt(`${whole}${digits}`)
  return { unscaled: sign === '-' ? -unscaled : unscaled, scale: digits.length - Number(exponent ?? 0) }
}

/** Ten to a power, which may be large: the engine knows no `**` with variables. */
export function tenTo(power: number): bigint {
  return BigInt(`1${'0'.repeat(power)}`)
}

/** The whole part of a decimal. */
export function wholePart({ unscaled, scale }: Decimal): bigint {
  return scale <= 0 ? unscaled * tenTo(-scale) : unscaled / tenTo(scale)
}

/** Values.asLong for a text: the whole part of its number. @throws KafkaException a DataException */
export function wholeOf(text: string): bigint {
  return wholePart(decimalOrThrow(text))
}

/** Values.asDouble for a text. @throws KafkaException a DataException */
export function numberOf(text: string): number {
  decimalOrThrow(text)
  return Number(text)
}

function decimalOrThrow(text: string): Decimal {
  const decimal = decimalOf(text)
  if (decimal === undefined) throw dataException(`Unable to convert ${text} (class java.lang.String) to a number`, notANumber(text))
  return decimal
}

function notANumber(text: string): KafkaException {
  const [foreign] = /[^\d.eE+-]/.exec(text) ?? []
  if (foreign === undefined) return new KafkaException('java.lang.NumberFormatException', 'No digits found.')
  return javaLangException('NumberFormatException', `Character ${foreign} is neither a decimal digit number, decimal point, nor "e" notation exponential mark.`)
}
