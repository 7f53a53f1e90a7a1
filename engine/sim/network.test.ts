import { describe, expect, it } from 'vitest'
import type { Endpoint } from './connection.ts'
import { Host } from './host.ts'
import { Network } from './network.ts'
import type { Process } from './process.ts'
import { Simulation } from './simulation.ts'

const quiet = { onStart: (): void => undefined, onEnd: (): void => undefined }

interface Pair {
  readonly simulation: Simulation
  readonly network: Network
  readonly client: Process
  readonly server: Process
  readonly heard: string[]
}

function pair(): Pair {
  const simulation = new Simulation({ seed: 3 })
  const network = new Network(simulation, { latencyMicros: 100, bytesPerSecond: 1_000_000 })
  const client = new Host(simulation, 'left').process(quiet, { name: 'client', bootMicros: 0 })
  const server = new Host(simulation, 'right').process(quiet, { name: 'server', bootMicros: 0 })
  client.start()
  server.start()
  simulation.runUntil(0)
  return { simulation, network, client, server, heard: [] }
}

function connect({ simulation, network, client, server, heard }: Pair, run = true): { endpoint: Endpoint<string> | undefined } {
  const note = (text: string): void => { heard.push(`${String(simulation.nowMicros)} ${text}`) }
  network.listen<string, string>(server, 9092, () => ({
    onMessage: (message) => { note(`server: ${message}`) },
    onClosed: (reason) => { note(`server: ${reason}`) },
  }))
  const result: { endpoint: Endpoint<string> | undefined } = { endpoint: undefined }
  network.connect<string, string>({
    from: client, to: server.host, port: 9092, timeoutMicros: 1_000_000,
    onConnected: (endpoint) => {
      result.endpoint = endpoint
      return { onMessage: (message) => { note(`client: ${message}`) }, onClosed: (reason) => { note(`client: ${reason}`) } }
    },
    onFailed: (failure) => { note(`client: ${failure}`) },
  })
  if (run) simulation.runUntil(simulation.nowMicros + 1_000)
  return result
}

describe('Network', () => {
  it('delivers messages in order after latency and transfer', () => {
    const sides = pair()
    const { endpoint } = connect(sides)
    endpoint?.send('one', 1_000)
    endpoint?.send('two', 1_000)
    sides.simulation.runUntil(10_000)
    expect(sides.heard).toEqual(['2100 server: one', '3100 server: two'])
  })

  it('refuses a connection where nobody listens, and times out where there is no power', () => {
    const refused = pair()
    refused.network.connect<string, string>({
      from: refused.client, to: refused.server.host, port: 1, timeoutMicros: 1_000_000,
      onConnected: () => ({ onMessage: () => undefined }),
      onFailed: (failure) => { refused.heard.push(failure) },
    })
    refused.simulation.runUntil(2_000_000)
    expect(refused.heard).toEqual(['refused'])
    const dark = pair()
    dark.server.host.powerCut()
    connect(dark)
    dark.simulation.runUntil(3_000_000)
    expect(dark.heard).toEqual(['1000000 client: timeout'])
  })

  it('repeats a SYN that a dark host did not answer after one second and then two, and connects when the host is back', () => {
    const sides = pair()
    sides.server.host.powerCut()
    sides.simulation.at(1_500_000, sides.server.host, () => {
      sides.server.host.powerOn()
      sides.server.start()
      sides.network.listen<string, string>(sides.server, 9093, () => ({ onMessage: () => undefined }))
    })
    sides.network.connect<string, string>({
      from: sides.client, to: sides.server.host, port: 9093, timeoutMicros: 10_000_000,
      onConnected: () => {
        sides.heard.push(`${String(sides.simulation.nowMicros)} connected`)
        return { onMessage: () => undefined }
      },
      onFailed: (failure) => { sides.heard.push(failure) },
    })
    sides.simulation.runUntil(20_000_000)
    // SYNs leave at 0 s, 1 s and 3 s (RFC 6298); the round trip takes 200 µs.
    expect(sides.heard).toEqual(['3000200 connected'])
  })

  it('resets the connection when the peer process is killed, after what it had sent', () => {
    const sides = pair()
    connect(sides)
    sides.server.kill()
    sides.simulation.runUntil(10_000)
    expect(sides.heard).toEqual(['1100 client: reset'])
  })

  it('is silent when the peer loses power, and resets once the host is back without the connection', () => {
    const sides = pair()
    const { endpoint } = connect(sides)
    sides.server.host.powerCut()
    sides.simulation.runUntil(5_000_000)
    expect(sides.heard).toEqual([])
    sides.server.host.powerOn()
    endpoint?.send('anybody there', 10)
    sides.simulation.runUntil(6_000_000)
    expect(sides.heard).toEqual(['5000210 client: reset'])
  })

  it('repeats what it sent into the dark, and is reset by that when the host is back', () => {
    const sides = pair()
    const { endpoint } = connect(sides)
    const lost: string[] = []
    sides.network.onMessageLost((message, _from, _to, cause) => lost.push(`${String(message)}: ${cause}`))
    sides.server.host.powerCut()
    endpoint?.send('into the dark', 10)
    sides.simulation.runUntil(5_000_000)
    sides.server.host.powerOn()
    sides.simulation.runUntil(10_000_000)
    // Sent at 1 ms; repeated 0.2, 0.6, 1.4, 3.0 and 6.2 s later: the fifth repetition is the first one with power.
    expect(sides.heard).toEqual(['6201100 client: reset'])
    expect(lost).toEqual(['into the dark: its receiver is dead'])
  })

  it('keeps messages for a paused process and hands them over in order when it continues', () => {
    const sides = pair()
    const { endpoint } = connect(sides)
    sides.server.pause()
    endpoint?.send('one', 10)
    endpoint?.send('two', 10)
    sides.simulation.runUntil(9_000)
    expect(sides.heard).toEqual([])
    let walked = 0
    sides.network.walkMessages(() => walked++)
    expect(walked).toBe(2)
    sides.server.resume()
    sides.simulation.runUntil(10_000)
    expect(sides.heard).toEqual(['9000 server: one', '9000 server: two'])
  })

  it('holds messages while the link is cut and delivers them at the next retransmission after it heals', () => {
    const sides = pair()
    const { endpoint } = connect(sides)
    const link = sides.network.link(sides.client.host, sides.server.host)
    link.cut()
    endpoint?.send('one', 10)
    sides.simulation.runUntil(1_000_000)
    link.heal()
    sides.simulation.runUntil(3_000_000)
    // Sent at 1 ms; repeated 0.2, 0.6 and 1.4 s later: the third repetition is the first one after the heal.
    expect(sides.heard).toEqual(['1401000 server: one'])
  })

  it('reports messages that their receiver will never read', () => {
    const sides = pair()
    const { endpoint } = connect(sides)
    const lost: string[] = []
    sides.network.onMessageLost((message, _from, _to, cause) => lost.push(`${String(message)}: ${cause}`))
    sides.server.pause()
    endpoint?.send('unread', 10)
    sides.simulation.runUntil(9_000)
    sides.server.kill()
    expect(lost).toEqual(['unread: its receiver died with it unread in the socket'])
  })

  it('stops reading on hold, fills the window, and wakes the sender when there is room again', () => {
    const sides = pair()
    const got: string[] = []
    let serverSide: Endpoint<string> | undefined
    let writable = 0
    sides.network.listen<string, string>(sides.server, 1, (endpoint) => {
      serverSide = endpoint
      endpoint.hold()
      return { onMessage: (message) => { got.push(message) } }
    })
    let clientSide: Endpoint<string> | undefined
    sides.network.connect<string, string>({
      from: sides.client, to: sides.server.host, port: 1, timeoutMicros: 1_000_000,
      onConnected: (endpoint) => {
        clientSide = endpoint
        return { onMessage: () => undefined, onWritable: () => writable++ }
      },
      onFailed: () => undefined,
    })
    sides.simulation.runUntil(1_000)
    clientSide?.send('big', 300_000)
    expect(clientSide?.canSend).toBe(false)
    sides.simulation.runUntil(2_000_000)
    expect(got).toEqual([])
    serverSide?.release()
    sides.simulation.runUntil(3_000_000)
    expect([got, writable, clientSide?.canSend]).toEqual([['big'], 1, true])
  })
})
