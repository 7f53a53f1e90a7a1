/**
 * A float in the words of Java's Float.toString: the fewest digits that tell it from its neighbours (JDK 19's rule; older
 * ones sometimes print one digit more), at least one after the point, scientific outside 1e-3…1e7.
 */
export function javaFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value < 0 ? '-Infinity' : 'Infinity'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const magnitude = Math.abs(value)
  const [digits, exponent] = shortest(magnitude)
  const sign = value < 0 ? '-' : ''
  if (magnitude < 1e-3 || magnitude >= 1e7) return `${sign}${digits.slice(0, 1)}.${digits.slice(1) || '0'}E${String(exponent)}`
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`
}

/** Digits and decimal exponent of the shortest decimal that is read back as the same float; two digits at least, as Java. */
function shortest(magnitude: number): readonly [digits: string, exponent: number] {
  for (let count = 2; count <= 9; count++) {
    const text = magnitude.toExponential(count - 1)
    if (Math.fround(Number(text)) !== magnitude && count < 9) continue
    const [mantissa = '0', exponent = '0'] = text.split('e')
    return [mantissa.replace('.', '').replace(/0+$/, '') || '0', Number(exponent)]
  }
  return ['0', 0]
}
