import type { Lane } from '../../ledger/lane.ts'
import type { Disk } from '../../sim/disk.ts'
import type { Host } from '../../sim/host.ts'
import type { Process } from '../../sim/process.ts'
import type { DiskHandle, FaultOptions, HostHandle, LinkHandle, MemberHandle, ProcessHandle, RackHandle } from '../api/fault-types.ts'
import { describe, OptionError, OptionReader } from '../check-options.ts'
import type { Play } from '../play/play.ts'
import type { RunMarker } from '../run/run-document.ts'

/**
 * The reader's handles on machines, processes, disks and links of one run. Handles are frozen objects of closures: what
 * they stand for is found through this class only.
 */
export class Handles {
  readonly #play: Play
  readonly #hosts = new Map<Host, HostHandle>()
  readonly #hostByHandle = new Map<object, Host>()

  constructor(play: Play) {
    this.#play = play
  }

  /** The handle of a machine. */
  host(lane: Lane, host: Host): HostHandle {
    const known = this.#hosts.get(host)
    if (known !== undefined) return known
    const handle: HostHandle = Object.freeze({
      name: shortName(lane, host.name),
      disk: this.#disk(lane, host.mainDisk),
      powerCut: (options?: FaultOptions) => { this.#powerCut(lane, host, options) },
      powerOn: () => { this.#powerOn(lane, host) },
      lose: (options?: FaultOptions) => { this.#act(lane, host.name, 'lose', options, { text: 'host lost', begin: () => { host.lose() }, endText: 'a new machine with empty disks', end: () => { host.replace() } }) },
    })
    this.#hosts.set(host, handle)
    this.#hostByHandle.set(handle, host)
    return handle
  }

  /** All machines that stand in a rack. @throws OptionError when none does */
  rack(lane: Lane, name: unknown): RackHandle {
    const hosts = lane.hosts.filter(({ rack }) => rack !== undefined && rack === name)
    if (hosts.length === 0) {
      const racks = [...new Set(lane.hosts.map(({ rack }) => rack).filter((rack) => rack !== undefined))]
      throw new OptionError(`${lane.name} has no machine in a rack ${describe(name)}.`, undefined, racks.length === 0 ? "Give machines a rack: host('name', { rack: 'r1' })." : `Its racks: ${racks.join(', ')}.`)
    }
    return Object.freeze({
      name: String(name),
      hosts: Object.freeze(hosts.map((host) => this.host(lane, host))),
      powerCut: (options?: FaultOptions) => { for (const host of hosts) this.#powerCut(lane, host, options) },
      powerOn: () => { for (const host of hosts) this.#powerOn(lane, host) },
    })
  }

  /** The handle of a process that may be made later (when all is declared); `extra` adds what its kind can do. */
  process<T extends object>(lane: Lane, planned: PlannedProcess, extra: T): ProcessHandle & T {
    const host = this.host(lane, planned.host)
    const component = `${planned.host.name}/${planned.name}`
    const act = (call: string, options: FaultOptions | undefined, fault: Fault): void => { this.#act(lane, component, call, options, fault) }
    const start = (): void => { planned.process().start('started by the scenario') }
    const handle: ProcessHandle & T = {
      name: shortName(lane, `${planned.host.name}/${planned.name}`),
      host,
      disk: host.disk,
      powerCut: (options?: FaultOptions) => { this.#powerCut(lane, planned.host, options) },
      kill: (options?: FaultOptions) => { act('kill', options, { text: 'SIGKILL', begin: () => { planned.process().kill() }, endText: 'started', end: start }) },
      terminate: (options?: FaultOptions) => { act('terminate', options, { text: 'SIGTERM', begin: () => { planned.process().terminate() }, endText: 'started', end: start }) },
      pause: (options?: FaultOptions) => { act('pause', options, { text: 'paused (SIGSTOP)', begin: () => { planned.process().pause() }, endText: 'goes on (SIGCONT)', end: () => { planned.process().resume() } }) },
      resume: () => { this.#mend(lane, component, 'goes on (SIGCONT)', () => { planned.process().resume() }) },
      start: () => { this.#mend(lane, component, 'started', start) },
      restart: () => { this.#hit(lane, component, 'restart (SIGTERM, then start)', () => { restart(this.#play, planned.process(), start) }) },
      ...extra,
    }
    this.#hostByHandle.set(handle, planned.host)
    return handle
  }

  /** Lets something else (a store's handle) stand for a machine, too. */
  alias(handle: object, host: Host): void {
    this.#hostByHandle.set(handle, host)
  }

  /** The link between the machines of two handles. */
  link(lane: Lane, left: unknown, right: unknown): LinkHandle {
    const link = lane.network.link(this.hostOf(left, 'link'), this.hostOf(right, 'link'))
    const act = (call: string, options: FaultOptions | undefined, fault: Fault): void => { this.#act(lane, link.name, call, options, fault) }
    return Object.freeze({
      cut: (options?: FaultOptions) => { act('cut', options, { text: 'link cut', begin: () => { link.cut() }, endText: 'link healed', end: () => { link.heal() } }) },
      slow: (options: FaultOptions & { readonly times: number }) => {
        const times = new OptionReader('slow', options, ['times', 'for']).number('times', 1, { min: 0.001 })
        act('slow', options, { keys: ['times'], text: `link ${times} times slower`, begin: () => { link.slow(times) }, endText: 'link as fast as before', end: () => { link.slow(1) } })
      },
      lose: (options: FaultOptions & { readonly rate: number }) => {
        const rate = new OptionReader('lose', options, ['rate', 'for']).number('rate', 0, { min: 0, max: 0.99 })
        act('lose', options, { keys: ['rate'], text: `link loses ${rate * 100} % of packets`, begin: () => { link.lose(rate) }, endText: 'link loses nothing', end: () => { link.lose(0) } })
      },
    })
  }

  /** The machine that a handle stands for. @throws OptionError when it stands for none */
  hostOf(handle: unknown, call: string, key?: string): Host {
    const host = typeof handle === 'object' && handle !== null ? this.#hostByHandle.get(handle) : undefined
    if (host === undefined) throw new OptionError(`${call}: a machine is expected${key === undefined ? '' : ` for '${key}'`}, and got ${describe(handle)}.`, key, "Make one with host('name').")
    return host
  }

  #disk(lane: Lane, disk: Disk): DiskHandle {
    const act = (call: string, options: FaultOptions | undefined, fault: Fault): void => { this.#act(lane, disk.name, call, options, fault) }
    return Object.freeze({
      member: (number: unknown) => this.#member(lane, disk, number),
      lose: (options?: FaultOptions) => { act('lose', options, { text: 'disk lost', begin: () => { disk.lose() }, endText: 'an empty disk put in', end: () => { disk.replace() } }) },
      fill: (options?: FaultOptions & { readonly freeBytes?: number }) => {
        const freeBytes = new OptionReader('fill', options ?? {}, ['freeBytes', 'for']).number('freeBytes', 0, { min: 0 })
        act('fill', options, { keys: ['freeBytes'], text: `disk filled; ${freeBytes} bytes free`, begin: () => { disk.fill(freeBytes) }, endText: 'disk has room again', end: () => { disk.fill(-1) } })
      },
      slow: (options: FaultOptions & { readonly times: number }) => {
        const times = new OptionReader('slow', options, ['times', 'for']).number('times', 1, { min: 0.001 })
        act('slow', options, { keys: ['times'], text: `disk ${times} times slower`, begin: () => { disk.slow(times) }, endText: 'disk as fast as before', end: () => { disk.slow(1) } })
      },
    })
  }

  #member(lane: Lane, disk: Disk, number: unknown): MemberHandle {
    const { array } = disk
    if (array === undefined) throw new OptionError(`${shortName(lane, disk.name)} is one disk and has no members.`, undefined, "Make it an array where its machine is first named: host('name', { raid: { level: 1, disks: 2 } }).")
    const { disks } = array.options
    if (typeof number !== 'number' || !Number.isInteger(number) || number < 0 || number >= disks) throw new OptionError(`${shortName(lane, disk.name)} has no member ${describe(number)}: its members are 0 to ${disks - 1}.`)
    const endText = `a new member ${number} put in`
    const end = (): void => { array.replaceMember(number) }
    return Object.freeze({
      lose: (options?: FaultOptions) => {
        const isVoid = (): boolean => !array.isLost(number) || array.state === 'failed'
        this.#act(lane, disk.name, 'lose', options, { text: `member ${number} lost`, begin: () => { array.loseMember(number) }, endText, end, isVoid })
      },
      replace: () => { this.#mend(lane, disk.name, endText, end) },
    })
  }

  #powerOn(lane: Lane, host: Host): void {
    if (host.isLost) throw new OptionError(`${shortName(lane, host.name)} is lost: there is no machine to switch on.`, undefined, "A new one comes with lose({ for: '10s' }).")
    this.#mend(lane, host.name, 'power restored', () => { host.powerOn() })
  }

  #powerCut(lane: Lane, host: Host, options: FaultOptions | undefined): void {
    this.#act(lane, host.name, 'powerCut', options, { text: 'power cut', begin: () => { host.powerCut() }, endText: 'power restored', end: () => { host.powerOn() }, isVoid: () => host.isLost })
  }

  #act(lane: Lane, component: string, call: string, options: FaultOptions | undefined, { keys, ...fault }: Fault): void {
    const forMicros = new OptionReader(call, options ?? {}, ['for', ...(keys ?? [])]).optionalMicros('for')
    this.#hit(lane, component, fault.text, fault.begin)
    if (forMicros === undefined) return
    this.#play.simulation.after(forMicros, this.#play.owner, () => { if (fault.isVoid?.() !== true) this.#mend(lane, component, fault.endText, fault.end) })
  }

  /** A change that an operator makes on purpose, at a moment of the run: leaves a marker and does it. */
  edit(lane: Lane, component: string, text: string, action: () => void): void {
    this.#do({ kind: 'edit', lane: lane.name, component, text }, action)
  }

  #hit(lane: Lane, component: string, text: string, action: () => void): void {
    this.#do({ kind: 'fault', lane: lane.name, component, text }, action)
  }

  #mend(lane: Lane, component: string, text: string, action: () => void): void {
    this.#do({ kind: 'recovery', lane: lane.name, component, text }, action)
  }

  #do(marker: Omit<RunMarker, 'timeMicros'>, action: () => void): void {
    const { text } = marker
    if (!this.#play.isBuilt) throw new OptionError(`'${text}' has no moment: the run has not begun.`, undefined, "Do it at a moment: at('30s', () => …).")
    this.#play.mark(marker)
    action()
  }
}

interface Fault {
  /** Options beside `for`. */
  readonly keys?: readonly string[]
  readonly text: string
  readonly begin: () => void
  readonly endText: string
  readonly end: () => void
  /** Whether there is nothing left to put right: a lost machine has no power to restore. */
  readonly isVoid?: () => boolean
}

function restart(play: Play, process: Process, start: () => void): void {
  if (!process.isAlive) {
    start()
    return
  }
  let isDone = false
  process.onEnd(() => {
    if (isDone) return
    isDone = true
    play.simulation.after(0, play.owner, start)
  })
  process.terminate()
}

/** A process that the scenario has declared. */
export interface PlannedProcess {
  readonly host: Host
  /** Its name on its machine. */
  readonly name: string
  readonly process: () => Process
}

/** A component's name without its lane. */
export function shortName(lane: Lane, name: string): string {
  return name.startsWith(`${lane.name}/`) ? name.slice(lane.name.length + 1) : name
}
