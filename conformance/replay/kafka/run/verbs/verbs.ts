import { readFile, rest } from '../../connect/rest-verbs.ts'
import type { Verb } from '../verb.ts'
import { account } from './account.ts'
import { call } from './call.ts'
import { close } from './close.ts'
import { controllerLog } from './controller-log.ts'
import { count } from './count.ts'
import { describe } from './describe.ts'
import { flow, stopFlow } from './flow.ts'
import { batches, brokerLog, dataDir, endOffset, readAll, segments } from './logs.ts'
import { measure } from './measure.ts'
import { groupAccount, groupEvents, startClient } from './members.ts'
import { pollUntil } from './poll-until.ts'
import { pollLoop, stopPollLoop } from './poll-loop.ts'
import { send } from './send.ts'
import { addNode, signal, start } from './signals.ts'
import { tryCalls } from './try.ts'
import { watch } from './watch.ts'

/** The verbs that are replayed, by `op`. */
export const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['flow', flow],
  ['stop-flow', stopFlow],
  ['poll-loop', pollLoop],
  ['stop-poll-loop', stopPollLoop],
  ['poll-until', pollUntil],
  ['send', send],
  ['call', call],
  ['try', tryCalls],
  ['signal', signal],
  ['start', start],
  ['add-node', addNode],
  ['nothing', () => undefined],
  ['close', close],
  ['describe', describe],
  ['read-all', readAll],
  ['end-offset', endOffset],
  ['segments', segments],
  ['batches', batches],
  ['data-dir', dataDir],
  ['account', account],
  ['count', count],
  ['controller-log', controllerLog],
  ['broker-log', brokerLog],
  ['measure', measure],
  ['watch', watch],
  ['start-client', startClient],
  ['group-account', groupAccount],
  ['group-events', groupEvents],
  ['rest', rest],
  ['read-file', readFile],
])
