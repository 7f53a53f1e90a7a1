/** What an event does when its time comes. */
export type EventAction = () => void

/** Who scheduled an event: its name in messages about limits, and how many events it has used. */
export interface EventOwner {
  readonly name: string
  eventsUsed: number
}

/** Names a scheduled event, so that it can be cancelled; never reused for another event. */
export type EventId = number

const initialCapacity = 1024
/** Ids are `generation * slotSpan + slot`, so a stale id can never cancel a later event in the same slot. */
const slotSpan = 2 ** 24
const noAction: EventAction = () => undefined
const nobody: EventOwner = { name: 'nobody', eventsUsed: 0 }

/**
 * Pending events in the order (time, sequence): a 4-ary heap of slots over typed arrays, with the position of each slot
 * kept so that a cancelled timer leaves at once and never weighs on later operations.
 * Times are integer microseconds. Four children a node halve the depth of a binary heap and share cache lines.
 */
export class EventQueue {
  #times = new Float64Array(initialCapacity)
  #sequences = new Float64Array(initialCapacity)
  #heap = new Int32Array(initialCapacity)
  #positions = new Int32Array(initialCapacity).fill(-1)
  #generations = new Int32Array(initialCapacity)
  readonly #actions: EventAction[] = []
  readonly #owners: EventOwner[] = []
  readonly #freeSlots: number[] = []
  #length = 0
  #nextSequence = 0
  #usedSlots = 0

  /** How many events are pending. */
  get length(): number {
    return this.#length
  }

  /** The time of the first event, in microseconds; Infinity when nothing is pending. */
  get nextTimeMicros(): number {
    return this.#length === 0 ? Number.POSITIVE_INFINITY : (this.#times[this.#heap[0] ?? 0] ?? 0)
  }

  /** Adds an event; events of equal time run in the order in which they were added. */
  push(timeMicros: number, action: EventAction, owner: EventOwner = nobody): EventId {
    const slot = this.#takeSlot()
    this.#times[slot] = timeMicros
    this.#sequences[slot] = this.#nextSequence++
    this.#actions[slot] = action
    this.#owners[slot] = owner
    const position = this.#length++
    this.#place(slot, position)
    this.#siftUp(position)
    return (this.#generations[slot] ?? 0) * slotSpan + slot
  }

  /** Removes the first event, counts it for its owner and returns its action; undefined when nothing is pending. */
  pop(): EventAction | undefined {
    if (this.#length === 0) return undefined
    const slot = this.#heap[0] ?? 0
    const action = this.#actions[slot]
    const owner = this.#owners[slot]
    if (owner !== undefined) owner.eventsUsed++
    this.#remove(0, slot)
    return action
  }

  /** Cancels a pending event; returns false when it has already run or was cancelled. */
  cancel(id: EventId): boolean {
    const slot = id % slotSpan
    if (this.#generations[slot] !== (id - slot) / slotSpan) return false
    const position = this.#positions[slot] ?? -1
    if (position < 0) return false
    this.#remove(position, slot)
    return true
  }

  #takeSlot(): number {
    const free = this.#freeSlots.pop()
    if (free !== undefined) return free
    if (this.#usedSlots === this.#times.length) this.#grow()
    return this.#usedSlots++
  }

  #grow(): void {
    const capacity = this.#times.length * 2
    const copy = <T extends Float64Array | Int32Array>(from: T, to: T): T => {
      to.set(from)
      return to
    }
    this.#times = copy(this.#times, new Float64Array(capacity))
    this.#sequences = copy(this.#sequences, new Float64Array(capacity))
    this.#heap = copy(this.#heap, new Int32Array(capacity))
    this.#positions = copy(this.#positions, new Int32Array(capacity).fill(-1))
    this.#generations = copy(this.#generations, new Int32Array(capacity))
  }

  #remove(position: number, slot: number): void {
    this.#positions[slot] = -1
    this.#generations[slot] = ((this.#generations[slot] ?? 0) + 1) & 0x1fffffff
    this.#actions[slot] = noAction
    this.#freeSlots.push(slot)
    const last = --this.#length
    if (position === last) return
    this.#place(this.#heap[last] ?? 0, position)
    // What takes the place of the first event comes from below it, and can only go down.
    if (position > 0) this.#siftUp(position)
    this.#siftDown(position)
  }

  #place(slot: number, position: number): void {
    this.#heap[position] = slot
    this.#positions[slot] = position
  }

  #siftUp(from: number): void {
    const heap = this.#heap
    const times = this.#times
    const slot = heap[from] ?? 0
    const time = times[slot] ?? 0
    const sequence = this.#sequences[slot] ?? 0
    let position = from
    while (position > 0) {
      const parent = (position - 1) >> 2
      const other = heap[parent] ?? 0
      const otherTime = times[other] ?? 0
      if (otherTime < time || (otherTime === time && (this.#sequences[other] ?? 0) < sequence)) break
      this.#place(other, position)
      position = parent
    }
    this.#place(slot, position)
  }

  #siftDown(from: number): void {
    const heap = this.#heap
    const times = this.#times
    const sequences = this.#sequences
    const slot = heap[from] ?? 0
    const time = times[slot] ?? 0
    const sequence = sequences[slot] ?? 0
    const length = this.#length
    let position = from
    for (;;) {
      const firstChild = position * 4 + 1
      if (firstChild >= length) break
      const end = firstChild + 4 < length ? firstChild + 4 : length
      let best = -1
      let bestTime = time
      let bestSequence = sequence
      for (let child = firstChild; child < end; child++) {
        const candidate = heap[child] ?? 0
        const candidateTime = times[candidate] ?? 0
        if (candidateTime > bestTime) continue
        const candidateSequence = sequences[candidate] ?? 0
        if (candidateTime === bestTime && candidateSequence > bestSequence) continue
        best = child
        bestTime = candidateTime
        bestSequence = candidateSequence
      }
      if (best < 0) break
      this.#place(heap[best] ?? 0, position)
      position = best
    }
    this.#place(slot, position)
  }
}
