import type { LineFile } from '../../../../engine/flume/files/line-file.ts';
import { property, textOf, type Json } from '../../../json.ts';
import type { FlumeRun } from './flume-run.ts';

/** Files of a directory with their lines. */
export function readFiles(run: FlumeRun, step: Json): Json {
  const onlyNonEmpty = textOf(step, 'only') === 'nonEmpty';
  return filesOf(run, step).filter((file) => !onlyNonEmpty || file.lineCount > 0).map((file) => {
    const lines = run.machine.linesOf(file);
    return { name: maskedName(file.name), events: lines.length, first: lines[0] ?? null, last: lines[lines.length - 1] ?? null };
  });
}

/** How many files of a directory are empty. */
export function readEmptyFileCount(run: FlumeRun, step: Json): Json {
  return filesOf(run, step).filter((file) => file.lineCount === 0).length;
}

/** The set of masked names of a directory's files. */
export function readNameShapes(run: FlumeRun, step: Json): Json {
  return [...new Set(filesOf(run, step).map(({ name }) => maskedName(name)))];
}

function filesOf(run: FlumeRun, step: Json): readonly LineFile[] {
  return run.machine.filesIn(textOf(step, 'dir')).filter(({ name }) => property(step, 'crc') === true || !name.endsWith('.crc'));
}

/** A 13-digit number is a time in milliseconds. */
function maskedName(name: string): string {
  return name.replaceAll(/\d{13}/g, '<millis>');
}
