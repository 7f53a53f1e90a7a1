/** What the command line says of reloading. */
export interface AgentArguments {
  readonly pollIntervalSeconds: number
  readonly reloadsConf: boolean
}

const DEFAULT_POLL_SECONDS = 30

/** Reads `--poll-interval N` (`-i N`) and `--no-reload-conf`; others say nothing here. Source: org.apache.flume.node.Application. */
export function parseAgentArguments(args: readonly string[]): AgentArguments {
  const index = args.findIndex((arg) => arg === '--poll-interval' || arg === '-i')
  const seconds = index < 0 ? 0 : Number(args[index + 1])
  return { pollIntervalSeconds: seconds > 0 ? seconds : DEFAULT_POLL_SECONDS, reloadsConf: !args.includes('--no-reload-conf') }
}
