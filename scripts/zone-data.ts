// Writes engine/sim/time-zone/zone-data.ts from the rules of the time zones that this Node carries (ICU's copy of the tz
// database). To be run again when rules have changed: npx node scripts/start.mjs zone-data
import { writeFileSync } from 'node:fs'

const fromMs = Date.UTC(2015, 0, 1)
const toMs = Date.UTC(2036, 0, 1)
const hourMs = 3_600_000

/** Names in use beside those that Intl lists. */
const links: readonly string[] = [
  'UTC', 'GMT', 'Etc/UTC', 'Etc/GMT', 'CET', 'EET', 'WET', 'MET', 'EST', 'MST', 'HST', 'EST5EDT', 'CST6CDT', 'MST7MDT', 'PST8PDT', 'GB', 'Japan', 'PRC', 'ROK', 'Singapore', 'Turkey', 'Israel', 'NZ',
  'US/Eastern', 'US/Central', 'US/Mountain', 'US/Pacific', 'US/Alaska', 'US/Hawaii', 'US/Arizona', 'Canada/Eastern', 'Canada/Pacific', 'Brazil/East', 'Australia/ACT', 'Australia/NSW',
  'Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Yangon', 'Asia/Ho_Chi_Minh', 'Europe/Kyiv', 'Pacific/Kanton', 'America/Nuuk', 'America/Argentina/Buenos_Aires', 'Atlantic/Faroe', 'Africa/Asmara', 'Pacific/Chuuk', 'Pacific/Pohnpei',
]

function offsetReader(name: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
  return (ms) => {
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
    return Math.round((Date.UTC(parts['year'] ?? 0, (parts['month'] ?? 1) - 1, parts['day'], parts['hour'], parts['minute'], parts['second']) - ms) / 60_000)
  }
}

/** `offset minutes-until offset minutes-until … offset`: minutes are counted from the last change, the first from 2015, in base 36. */
function rulesOf(name: string): string {
  const offsetAt = offsetReader(name)
  const words = [String(offsetAt(fromMs))]
  let last = fromMs
  for (let ms = fromMs; ms < toMs; ms += 168 * hourMs) {
    if (offsetAt(ms) === offsetAt(ms + 168 * hourMs)) continue
    let [low, high] = [ms, ms + 168 * hourMs]
    while (high - low > 60_000) {
      const middle = low + Math.floor((high - low) / 120_000) * 60_000
      if (offsetAt(middle) === offsetAt(low)) low = middle
      else high = middle
    }
    words.push(((high - last) / 60_000).toString(36), String(offsetAt(high)))
    last = high
  }
  return words.join(' ')
}

const namesByRules = new Map<string, string[]>()
for (const name of [...new Set([...links, ...Intl.supportedValuesOf('timeZone')])]) {
  const rules = rulesOf(name)
  namesByRules.set(rules, [...(namesByRules.get(rules) ?? []), name])
}
const lines = [...namesByRules].map(([rules, names]) => `${names.join(' ')}|${rules}`)
const text = `/**
 * The rules of the time zones from 2015 to 2035, tz database ${String(process.versions['tz'])} (public domain), written by scripts/zone-data.ts.
 * One line for all zones that have been alike: names, then offsets in minutes east of UTC and between them the minutes,
 * in base 36, from one change to the next, the first counted from 2015-01-01T00:00Z.
 */
export const zoneData = \`
${lines.join('\n')}
\`
`
writeFileSync('engine/sim/time-zone/zone-data.ts', text)
console.log(`${lines.length} rules, ${text.length} bytes`)
