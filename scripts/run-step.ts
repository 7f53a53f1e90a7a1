import { spawn } from 'node:child_process'

/** What a finished command left behind. */
export interface StepResult {
  /** True when the command exited with 0. */
  readonly ok: boolean
  /** Wall time in whole seconds. */
  readonly seconds: number
}

/** A command of a step: the program (looked up in node_modules/.bin by npm's PATH), its arguments and extra environment. */
export interface Step {
  readonly title: string
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Runs one command with its output passed straight through and no standard input, so that nothing can wait for a key.
 * A program that cannot be started counts as failed, with its reason printed.
 */
export async function runStep(step: Step): Promise<StepResult> {
  const startedAt = performance.now()
  console.log(`\n— ${step.title}`)
  const ok = await new Promise<boolean>((resolve) => {
    const child = spawn(step.command, step.args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...step.env },
      shell: process.platform === 'win32',
    })
    child.on('error', (error) => {
      console.error(`${step.command} could not be started: ${error.message}`)
      resolve(false)
    })
    child.on('close', (code) => {
      resolve(code === 0)
    })
  })
  return { ok, seconds: Math.round((performance.now() - startedAt) / 1000) }
}
