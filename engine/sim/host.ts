import { Disk, type DiskOptions } from './disk.ts'
import { defaultNicBytesPerSecond, NetworkInterface } from './network-interface.ts'
import { Process, type ProcessOptions, type Program } from './process.ts'
import type { EventOwner } from './event-queue.ts'
import type { Simulation } from './simulation.ts'
import type { Track } from './recorder.ts'

/** A machine: power, processes and disks. Its name begins with its lane: `Kafka/broker-1`. */
export class Host implements EventOwner {
  readonly name: string
  readonly simulation: Simulation
  eventsUsed = 0
  readonly processes: Process[] = []
  readonly disks: Disk[] = []
  readonly #powerTrack: Track
  readonly #powerListeners = new Set<(hasPower: boolean) => void>()
  #hasPower = true
  #isLost = false

  /** The rack that it stands in; undefined where racks play no part. */
  readonly rack: string | undefined

  /** Its network card, which all its connections to other machines share. */
  readonly nic: NetworkInterface

  constructor(simulation: Simulation, name: string, rack?: string, nicBytesPerSecond = defaultNicBytesPerSecond) {
    this.simulation = simulation
    this.name = name
    this.rack = rack
    this.nic = new NetworkInterface(this, nicBytesPerSecond)
    simulation.addOwner(this)
    this.#powerTrack = simulation.recorder.track(name, 'power', 'text')
    simulation.recorder.setText(this.#powerTrack, 'on')
  }

  get hasPower(): boolean {
    return this.#hasPower
  }

  /** Whether the machine is gone, with its disks. */
  get isLost(): boolean {
    return this.#isLost
  }

  /** Adds a process that is not started yet. */
  process(program: Program, options: ProcessOptions): Process {
    const process = new Process(this, program, options)
    this.processes.push(process)
    return process
  }

  /** Adds a disk. */
  disk(name: string, options?: Partial<DiskOptions>): Disk {
    const disk = new Disk(this, name, options)
    this.disks.push(disk)
    return disk
  }

  /** Its first disk, which is added with default options when there is none. */
  get mainDisk(): Disk {
    return this.disks[0] ?? this.disk('disk')
  }

  /**
   * Calls back when power goes or comes back, before processes and disks hear of it.
   * @returns a function that ends the calls
   */
  onPower(listener: (hasPower: boolean) => void): () => void {
    this.#powerListeners.add(listener)
    return () => this.#powerListeners.delete(listener)
  }

  /** The power fails: processes end without a word, sockets fall silent, and unwritten pages of the disks are gone. */
  powerCut(): void {
    if (!this.#hasPower) return
    this.#goDark('power cut')
    for (const disk of this.disks) disk.losePower()
  }

  #goDark(cause: string): void {
    if (!this.#hasPower) return
    this.#hasPower = false
    this.simulation.recorder.setText(this.#powerTrack, 'off', cause)
    for (const listener of [...this.#powerListeners]) listener(false)
    this.nic.losePower()
    for (const process of this.processes) process.losePower()
  }

  /** Power returns; processes that start with their host boot. */
  powerOn(): void {
    if (this.#hasPower || this.#isLost) return
    this.#hasPower = true
    this.simulation.recorder.setText(this.#powerTrack, 'on', 'power restored')
    for (const listener of [...this.#powerListeners]) listener(true)
    for (const process of this.processes) {
      if (process.startsWithHost) process.start('power restored')
    }
  }

  /** The machine is destroyed: its power goes, and all that its disks hold. */
  lose(): void {
    if (this.#isLost) return
    this.#goDark('host lost')
    this.#isLost = true
    for (const disk of this.disks) disk.lose('host lost')
  }

  /** A machine of the same name with empty disks takes the place of a lost one and is switched on. */
  replace(): void {
    if (!this.#isLost) return
    this.#isLost = false
    for (const disk of this.disks) disk.replace()
    this.powerOn()
  }
}
