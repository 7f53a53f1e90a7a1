import type { EventRun } from '../../event/event-run.ts'

/** A command that an exec source runs, as its reader sees it. */
export interface RunningCommand {
  /** Lines that can be read now. */
  readonly availableLines: number
  /** Whether it has ended and all was read. */
  readonly isAtEnd: boolean
  /** Reads up to so many lines. */
  read(max: number): EventRun[]
  /** Calls back once when there is more to read, or it has ended. @returns what undoes it */
  onReadable(listener: () => void): () => void
  /** Ends it. @returns its exit code */
  kill(): number
}

/** A command that can be run, and how far it was read: outlives its processes, for the books. */
export interface Command {
  /** Starts it from scratch. */
  run(): RunningCommand
  /** The source has died for good: nothing will start it again in this life of the agent. */
  giveUp(): void
  /** The agent has ended. */
  agentEnded(): void
}

/** A command line that the simulation knows how to run. */
export type CommandLine =
  | { readonly program: 'tail'; readonly path: string; readonly lastLines: number }
  | { readonly program: 'cat'; readonly path: string }
  | { readonly program: 'seq'; readonly first: number; readonly last: number }
  | { readonly program: 'echo'; readonly text: string }

/**
 * Reads a command line: `tail -F FILE` (also `-f`, `-n N`, `-n +1`), `cat FILE`, `seq LAST`, `seq FIRST LAST`,
 * `echo WORDS` without quotes (an exec source starts a program without a shell).
 * @returns undefined for any other
 */
export function parseCommand(command: string): CommandLine | undefined {
  const [program, ...words] = command.trim().split(/\s+/)
  if (program === 'cat' && words.length === 1 && words[0] !== undefined) return { program, path: words[0] }
  if (program === 'seq') return parseSeq(words)
  if (program === 'echo' && !/^-[neE]+$/.test(words[0] ?? '')) return { program, text: words.join(' ') }
  return program === 'tail' ? parseTail(words) : undefined
}

function parseSeq(words: readonly string[]): CommandLine | undefined {
  if (words.length === 0 || words.length > 2 || words.some((word) => !/^-?\d+$/.test(word))) return undefined
  const last = Number(words[words.length - 1])
  return { program: 'seq', first: words.length === 2 ? Number(words[0]) : 1, last }
}

function parseTail(words: readonly string[]): CommandLine | undefined {
  const line = words.join(' ')
  const match = /^(?:-n ?(\+?\d+) )?-{1,2}(?:F|f|follow(?:=name)?)(?: -n ?(\+?\d+))? (\S+)$/.exec(line)
  const path = match?.[3]
  if (match === null || path === undefined) return undefined
  const count = match[1] ?? match[2] ?? '10'
  if (count.startsWith('+') && count !== '+1' && count !== '+0') return undefined
  return { program: 'tail', path, lastLines: count.startsWith('+') ? Number.MAX_SAFE_INTEGER : Number(count) }
}
