import type { StoredBooks } from '../../../hadoop/hdfs/file-data.ts'
import { deliver, destinationOf, type SinkContext } from '../sink-context.ts'

/** Tells the ledger of events that are safe in HDFS, or gone from it. @param unreadable why readers never get them */
export function booksOf(context: SinkContext, unreadable?: string): StoredBooks {
  const { agent, loaded } = context
  const place = agent.id(loaded.name)
  return {
    arrived: (run) => {
      const destination = destinationOf(context)
      if (unreadable === undefined) deliver(context, [run])
      else if (destination !== undefined) agent.lane.ledger.copyEnded(run, { fate: 'lost', place, cause: unreadable, destinations: [destination.index] })
    },
    gone: (run, cause) => {
      const destination = destinationOf(context)
      if (destination !== undefined && unreadable === undefined) agent.lane.ledger.undelivered(destination, run, { fate: 'lost', place, cause: `${cause}, in HDFS` })
    },
  }
}
