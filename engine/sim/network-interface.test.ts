import { describe, expect, it } from 'vitest'
import type { Endpoint } from './connection.ts'
import { Host } from './host.ts'
import { Network } from './network.ts'
import { Simulation } from './simulation.ts'

const quiet = { onStart: (): void => undefined, onEnd: (): void => undefined }
const port = 9092
const second = 1_000_000

interface Arrival {
  readonly at: number
  readonly from: string
  readonly message: string
}

/** Senders on machines of their own with a connection each to one receiver, whose cards have these bandwidths. */
function star(senders: number, senderRate: number, receiverRate: number): { simulation: Simulation; endpoints: Endpoint<string>[]; arrivals: Arrival[]; receiver: Host; back: Endpoint<string>[] } {
  const simulation = new Simulation({ seed: 1 })
  const network = new Network(simulation, { latencyMicros: 0, bytesPerSecond: Number.POSITIVE_INFINITY })
  const receiver = new Host(simulation, 'receiver', undefined, receiverRate)
  const server = receiver.process(quiet, { name: 'server', bootMicros: 0 })
  server.start()
  const arrivals: Arrival[] = []
  const endpoints: Endpoint<string>[] = []
  const back: Endpoint<string>[] = []
  simulation.runUntil(0)
  network.listen<string, string>(server, port, (endpoint, from) => {
    back.push(endpoint)
    return { onMessage: (message) => { arrivals.push({ at: simulation.nowMicros, from: from.host.name, message }) } }
  })
  for (let index = 0; index < senders; index++) {
    const client = new Host(simulation, `sender-${String(index)}`, undefined, senderRate).process(quiet, { name: 'client', bootMicros: 0 })
    client.start()
    simulation.runUntil(simulation.nowMicros)
    network.connect<string, string>({
      from: client, to: receiver, port, timeoutMicros: second,
      onConnected: (endpoint) => {
        endpoints.push(endpoint)
        return { onMessage: (message) => { arrivals.push({ at: simulation.nowMicros, from: 'receiver', message }) } }
      },
      onFailed: () => { throw new Error('not connected') },
    })
  }
  simulation.runUntil(simulation.nowMicros)
  return { simulation, endpoints, arrivals, receiver, back }
}

describe('NetworkInterface', () => {
  it('takes a message as long as the slower of both cards needs, and not the sum', () => {
    for (const [sender, receiver] of [[1_000_000, 1_000_000], [10_000_000, 1_000_000], [1_000_000, 10_000_000]] as const) {
      const { simulation, endpoints, arrivals } = star(1, sender, receiver)
      endpoints[0]?.send('a', 100_000)
      endpoints[0]?.send('b', 100_000)
      simulation.runUntil(second)
      expect(arrivals.map(({ at, message }) => [message, at])).toEqual([['a', 100_000], ['b', 200_000]])
    }
  })

  it('lets many senders share the card of their receiver, which ends at its bandwidth', () => {
    const { simulation, endpoints, arrivals, receiver } = star(50, 1_000_000, 1_000_000)
    for (const endpoint of endpoints) for (let count = 0; count < 4; count++) endpoint.send(String(count), 100_000)
    simulation.runUntil(10 * second)
    // 0.1 s for each message of 100 kB, and the first is there when its own sender has sent it.
    expect(arrivals.length).toBeGreaterThanOrEqual(99)
    expect(arrivals.length).toBeLessThanOrEqual(101)
    simulation.runUntil(30 * second)
    expect(arrivals).toHaveLength(200)
    expect(receiver.nic.ingress.bytes).toBe(20_000_000)
    for (const name of new Set(arrivals.map(({ from }) => from))) expect(arrivals.filter(({ from }) => from === name).map(({ message }) => message)).toEqual(['0', '1', '2', '3'])
  })

  it('sends both ways at once', () => {
    const { simulation, endpoints, arrivals, back } = star(1, 1_000_000, 1_000_000)
    endpoints[0]?.send('there', 500_000)
    back[0]?.send('back', 500_000)
    simulation.runUntil(second)
    expect(arrivals.map(({ at }) => at)).toEqual([500_000, 500_000])
  })

  it('lets a small message of a quiet flow pass a backlog, and no more of them than the card can carry', () => {
    const { simulation, arrivals, back } = star(3, 1_000_000, 1_000_000)
    for (let count = 0; count < 4; count++) back[0]?.send('bulk', 500_000)
    back[1]?.send('heartbeat', 100)
    simulation.runUntil(200_000)
    expect(arrivals.map(({ message }) => message)).toEqual(['heartbeat'])
    simulation.runUntil(3 * second)
    expect(arrivals.filter(({ message }) => message === 'bulk')).toHaveLength(4)
    const small = star(40, 1_000_000, 1_000_000)
    for (const endpoint of small.back) endpoint.send('small', 50_000)
    small.simulation.runUntil(second)
    expect(small.arrivals.length).toBeLessThanOrEqual(20)
  })

  it('does not stand between two processes of one machine', () => {
    const simulation = new Simulation({ seed: 1 })
    const network = new Network(simulation)
    const host = new Host(simulation, 'one', undefined, 1)
    const [server, client] = ['server', 'client'].map((name) => host.process(quiet, { name, bootMicros: 0 }))
    if (server === undefined || client === undefined) throw new Error('no processes')
    server.start()
    client.start()
    simulation.runUntil(0)
    const heard: number[] = []
    network.listen<string, string>(server, port, () => ({ onMessage: () => { heard.push(simulation.nowMicros) } }))
    network.connect<string, string>({
      from: client, to: host, port, timeoutMicros: second,
      onConnected: (endpoint) => {
        endpoint.send('a', 1_000)
        return { onMessage: () => undefined }
      },
      onFailed: () => undefined,
    })
    simulation.runUntil(1_000)
    expect(heard).toHaveLength(1)
  })

  it('says when it is saturated, and when the backlog is gone', () => {
    const { simulation, endpoints } = star(1, 1_000_000, 1_000_000)
    for (let count = 0; count < 10; count++) endpoints[0]?.send('a', 100_000)
    simulation.runUntil(2 * second)
    const { tracks, texts, trackIndexes, values } = simulation.recorder.changes()
    const states = [...trackIndexes].flatMap((track, index) => (tracks[track]?.field === 'egress' ? [`${tracks[track].component} ${texts[values[index] ?? -1] ?? ''}`] : []))
    expect(states).toEqual(['sender-0 saturated', 'sender-0 free'])
  })
})
