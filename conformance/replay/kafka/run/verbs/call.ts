import { KafkaException } from '../../../../../engine/kafka/protocol/kafka-exception.ts';
import { property, textOf, type Json, type JsonObject } from '../../../../json.ts';
import { NotReplayable } from '../../../replayer.ts';
import { adminCalls } from '../calls/admin-calls.ts';
import { consumerCalls } from '../calls/consumer-calls.ts';
import { FutureFailed, type Method } from '../calls/method.ts';
import { producerCalls } from '../calls/producer-calls.ts';
import type { ReplayClient } from '../replay-client.ts';
import type { RunWorld } from '../run-world.ts';
import { thrownText } from '../send-record.ts';
import type { Verb } from '../verb.ts';

/** How one call went. */
export interface CallOutcome {
  readonly ms: number;
  /** Whether the call itself threw, rather than the future that it returned. */
  readonly thrownByCall: boolean;
  readonly error: KafkaException | undefined;
  readonly value: Json | undefined;
}

/** `call`: one API call. With `out: $` the result is what is known of it, else a text. */
export const call: Verb = (world, step) => {
  const outcome = perform(world, () => methodOf(world.client(textOf(step, 'client')), textOf(step, 'method'))(world, world.client(textOf(step, 'client')), property(step, 'args') ?? {}));
  if (textOf(step, 'out') === '$') return outcomeObject(outcome);
  return outcomeText(step, outcome);
};

/** A method by its client's type. @throws NotReplayable for one that is not known */
export function methodOf({ type }: ReplayClient, name: string): Method {
  const methods = new Map([['producer', producerCalls], ['consumer', consumerCalls], ['admin', adminCalls]]).get(type);
  const method = methods?.get(name);
  if (method === undefined) throw new NotReplayable(`the call ${type}.${name} is not replayed yet`);
  return method;
}

/** Makes a call and times it. */
export function perform(world: RunWorld, make: () => Json | undefined): CallOutcome {
  const startMicros = world.clock.nowMicros;
  const ms = (): number => Math.floor((world.clock.nowMicros - startMicros) / 1000);
  try {
    const value = make();
    return { ms: ms(), thrownByCall: false, error: undefined, value };
  } catch (error) {
    if (error instanceof FutureFailed) return { ms: ms(), thrownByCall: false, error: error.error, value: undefined };
    if (error instanceof KafkaException) return { ms: ms(), thrownByCall: true, error, value: undefined };
    throw error;
  }
}

/** `{ms, thrownByCall, error, cause}`, or `{ms, result}`. */
export function outcomeObject({ ms, thrownByCall, error, value }: CallOutcome): JsonObject {
  if (error === undefined) return { ms, result: value ?? 'ok' };
  return { ms, thrownByCall, error: thrownText(error), cause: error.cause === undefined ? null : thrownText(error.cause) };
}

function outcomeText(step: JsonObject, { error, value }: CallOutcome): Json {
  if (error !== undefined) {
    const cause = property(step, 'causes') === true && error.cause !== undefined ? ` / cause ${thrownText(error.cause)}` : '';
    return thrownText(error) + cause;
  }
  if (textOf(step, 'method') === 'send') return 'stored';
  return value ?? 'ok';
}
