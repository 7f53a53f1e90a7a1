import type { DataNodeCommand, DataNodeProtocol } from '../protocol/name-node-protocol.ts'
import type { FsState } from './fs-state.ts'
import { commitSynchronization } from './lease-recovery.ts'

/** The calls of data nodes. Source: NameNodeRpcServer's DatanodeProtocol. */
export function dataNodeCalls(state: FsState): DataNodeProtocol {
  const look = (): void => { state.safeMode.look(state.around.nowMicros()) }
  return {
    registerDatanode: ({ node }) => {
      state.nodes.register(node, state.around.rackOf(node), state.around.nowMicros())
      look()
      return null
    },
    sendHeartbeat: ({ node, freeBytes }) => heartbeat(state, node, freeBytes),
    blockReport: ({ node, replicas }) => {
      const known = state.nodes.find(node)
      if (known === undefined) return null
      known.hasReported = true
      state.blocks.wholeReport(node, replicas)
      look()
      return null
    },
    blockReceived: ({ node, received, deleted }) => {
      if (!state.nodes.isAlive(node)) return null
      for (const replica of received) state.blocks.reported(node, replica)
      for (const id of deleted) state.blocks.deleted(node, id)
      return null
    },
    commitBlockSynchronization: (result) => {
      state.requireChanges(`Cannot commitBlockSynchronization while in safe mode`)
      commitSynchronization(state, result)
      return null
    },
  }
}

/** A node that was declared dead, or that a new name node does not know, has to register again. */
function heartbeat(state: FsState, name: string, freeBytes: number): readonly DataNodeCommand[] {
  const node = state.nodes.find(name)
  if (node?.isAlive !== true) return [{ kind: 'register' }]
  node.lastHeartbeatMicros = state.around.nowMicros()
  node.freeBytes = freeBytes
  if (state.safeMode.isOn) return []
  return node.commands.splice(0)
}
