import { FlumeAgent } from '../../../../engine/flume/agent/flume-agent.ts'
import { buildChannel } from '../../../../engine/flume/agent/materialized-configuration.ts'
import type { Channel } from '../../../../engine/flume/channels/channel.ts'
import { JavaThread, type Flow } from '../../../../engine/flume/thread/java-thread.ts'
import { plainText, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import type { Machine } from '../run/machine.ts'

/** How long code on a channel may take. */
const codeMaxMicros = 3_000_000_000

/** The recorder's JVM had room: it was not started by bin/flume-ng, whose heap of 20 MiB bounds a memory channel's bytes. */
const heapBytes = 4 * 2 ** 30

/** A started channel in a JVM of its own, for code that calls it without a source or a sink. */
export class BareChannel {
  readonly #machine: Machine
  readonly #agent: FlumeAgent

  /** @param properties of the channel, type included */
  constructor(machine: Machine, properties: Readonly<Record<string, Json | undefined>>) {
    this.#machine = machine
    const settings = Object.entries(properties).map(([name, value]) => `a1.channels.c1.${name} = ${plainText(value)}\n`)
    const conf = `a1.sources = r1\na1.channels = c1\na1.sources.r1.type = seq\na1.sources.r1.totalEvents = 0\na1.sources.r1.channels = c1\n${settings.join('')}`
    this.#agent = new FlumeAgent({ lane: machine.flume, host: machine.host, name: 'a1', conf, costs: { heapBytes } })
  }

  /** The exceptions that ended the load of its configuration. */
  get fatal(): readonly string[] | undefined {
    return this.#agent.loaded.fatal
  }

  /** Starts a JVM and runs code on the channel to its end. @throws NotReplayable when there is no such channel */
  run(code: (channel: Channel, thread: JavaThread) => Flow<void>): void {
    const { process, context, loaded: { channels: [loaded] } } = this.#agent
    const machine = this.#machine
    const jvm = machine.host.process({ onStart: () => undefined, onEnd: () => undefined }, { name: `jvm-${process.name}`, bootMicros: 0 })
    jvm.start()
    machine.runFor(0.001)
    const channel = loaded === undefined ? undefined : buildChannel({ ...context, process: jvm }, loaded)
    if (channel === undefined) throw new NotReplayable('the channel did not survive loading')
    const thread = new JavaThread(jvm, 'main', function* (self) {
      yield* channel.start()
      yield* code(channel, self)
    })
    if (!machine.runUntil(() => !thread.isAlive, machine.nowMicros + codeMaxMicros)) throw new Error('the code on the channel did not end')
  }
}
