import type { AgentContext } from '../agent/agent-context.ts'
import { JavaException } from '../conf/java/java-exception.ts'
import type { Acceptor } from '../../sim/network.ts'

/**
 * Listens on a port of the agent's host. @returns what closes it
 * @throws JavaException java.net.BindException when somebody else listens there
 */
export function openPort<Out, In>(context: AgentContext, port: number, accept: Acceptor<Out, In>): () => void {
  const { network } = context.lane
  if (network.isListening(context.host, port)) throw new JavaException('java.net.BindException', 'Address already in use')
  return network.listen(context.process, port, accept)
}
