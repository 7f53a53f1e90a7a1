import { FlumeAgent } from '../../../../engine/flume/agent/flume-agent.ts';
import { buildChannel } from '../../../../engine/flume/agent/materialized-configuration.ts';
import type { Channel } from '../../../../engine/flume/channels/channel.ts';
import { JavaException } from '../../../../engine/flume/conf/java/java-exception.ts';
import { JavaThread, type Flow } from '../../../../engine/flume/thread/java-thread.ts';
import { isObject, listOf, plainText, type Json } from '../../../json.ts';
import { NotReplayable } from '../../replayer.ts';
import { Machine } from '../run/machine.ts';

/** Fields of an input that are not settings of the channel. */
const inputFields = new Set(['bodySizes']);

/** Puts bodies of given sizes on a memory channel, one a transaction. @returns OK or the exception for each put, or the exceptions of the load */
export function memoryChannelPuts(fixed: Json | undefined, input: Json): Json {
  const properties = { ...(isObject(fixed) ? fixed : {}), ...(isObject(input) ? input : {}) };
  const settings = Object.entries(properties).filter(([name]) => !inputFields.has(name)).map(([name, value]) => `a1.channels.c1.${name} = ${plainText(value)}\n`);
  const conf = `a1.sources = r1\na1.channels = c1\na1.sources.r1.type = seq\na1.sources.r1.totalEvents = 0\na1.sources.r1.channels = c1\na1.channels.c1.type = memory\n${settings.join('')}`;
  const machine = new Machine(1);
  const agent = new FlumeAgent({ lane: machine.flume, host: machine.host, name: 'a1', conf });
  const { fatal, channels: [loaded] } = agent.loaded;
  if (fatal !== undefined) return [...fatal];
  const channel = loaded === undefined ? undefined : buildChannel(agent.context, loaded);
  if (channel === undefined) throw new NotReplayable('the channel did not survive loading');
  const sizes = listOf(input, 'bodySizes').map(Number);
  const results: string[] = [];
  agent.process.start();
  machine.runFor(10);
  const thread = new JavaThread(agent.process, 'puts', function* (self) {
    yield* channel.start();
    for (const size of sizes) results.push(yield* putOne(machine, channel, self, size));
  });
  machine.runUntil(() => !thread.isAlive, machine.nowMicros + 600_000_000);
  return results;
}

function* putOne(machine: Machine, channel: Channel, thread: JavaThread, bodyBytes: number): Flow<string> {
  const transaction = channel.getTransaction(thread);
  try {
    transaction.begin();
    yield* transaction.put([machine.records(['x'.repeat(bodyBytes)], 'test', [])]);
    yield* transaction.commit();
    return 'OK';
  } catch (error) {
    if (!(error instanceof JavaException)) throw error;
    yield* transaction.rollback();
    return error.message;
  } finally {
    transaction.close();
  }
}
