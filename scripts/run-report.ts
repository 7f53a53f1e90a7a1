import type { RunDocument, SourcePosition, VerdictRow } from '../engine/host.ts'

/** What a run came to, as lines for a terminal. */
export function runReport(run: RunDocument, rows: readonly VerdictRow[], sentence: string): readonly string[] {
  return [
    ...run.diagnostics.map(({ severity, message, position, fix }) => `${severity}: ${at(position)}${message}${fix === undefined ? '' : ` ${fix}`}`),
    ...run.console.map(({ timeMicros, level, text }) => `[${seconds(timeMicros)} ${level}] ${text}`),
    ...(rows.length === 0 ? [] : table(rows)),
    ...run.lanes.flatMap(({ name, destinations }) =>
      destinations.flatMap(({ name: destination, lines, imbalances }) => [
        ...lines.map(({ fate, count, place, cause, isTold }) => `  ${name} → ${destination}: ${count} ${fate} at ${place}${cause === '' ? '' : `: ${cause}`}${isTold ? ' (its sender was told)' : ''}`),
        ...imbalances.map(({ record, problem }) => `  ${name} → ${destination}: record ${record} ${problem} (defect of the simulator)`),
      ])),
    ...run.expectations.map(({ description, expected, actual, isMet, position }) => `${isMet ? 'met' : 'NOT MET'}: ${description} ${expected} (was ${actual}) ${at(position)}`.trimEnd()),
    ...(run.error === undefined ? [] : [`error: ${at(run.error.position)}${run.error.message}${run.error.fix === undefined ? '' : `\n  ${run.error.fix}`}`]),
    sentence,
    `hash ${run.hash}  (seed ${run.seed}, ${run.eventsExecuted} events, ${seconds(run.endedAtMicros)} of virtual time)`,
  ]
}

function at(position: SourcePosition | undefined): string {
  return position === undefined ? '' : `${position.file}:${position.line}:${position.column} `
}

function seconds(micros: number): string {
  return `${(micros / 1_000_000).toFixed(3)} s`
}

function table(rows: readonly VerdictRow[]): readonly string[] {
  const fates = ['delivered', 'in flight', 'unknown', 'filtered', 'dropped', 'expired', 'superseded', 'lost'] as const
  const header = ['lane', 'destination', 'owed', ...fates, 'acked', 'lost writes', 'duplicates']
  const cells = rows.map((row) => [
    row.lane, row.destination, ...[row.owed, ...fates.map((fate) => row.counts[fate]), row.acknowledged, row.lostWrites, row.duplicates].map(String),
  ])
  const widths = header.map((name, column) => Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)))
  return [header, ...cells].map((row) => row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '))
}
