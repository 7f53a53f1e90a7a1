import type { ClientContext } from '../client/client-context.ts'

/** Draws a consumer, and its group if it has one. */
export function drawConsumer({ lane, process, name, clientId }: ClientContext, groupId: string | null): void {
  lane.topology.node({ id: name, kind: 'consumer', label: clientId, parent: process.name, properties: {} })
  if (groupId === null) return
  const group = groupName(lane.name, groupId)
  lane.topology.node({ id: group, kind: 'group', label: groupId })
  lane.topology.edge(group, name, 'member')
}

/** Draws the ways from topics to who reads them: the group, or the consumer itself. */
export function drawReading({ lane, name }: ClientContext, groupId: string | null, topics: readonly string[]): void {
  const reader = groupId === null ? name : groupName(lane.name, groupId)
  for (const topic of new Set(topics)) lane.topology.edge(`${lane.name}/${topic}`, reader, 'consumes')
}

/** Name of a group as a component. */
function groupName(lane: string, groupId: string): string {
  return `${lane}/group/${groupId}`
}
