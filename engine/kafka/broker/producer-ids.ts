import type { ControllerChannel } from '../cluster/controller-channel.ts'

/** What is still free of the block of producer ids that the controller has given to this broker (RPCProducerIdManager). */
export class ProducerIds {
  readonly #channel: ControllerChannel
  readonly #nodeId: number
  readonly #brokerEpoch: () => number
  readonly #waiting: ((producerId: number) => void)[] = []
  #next = 0
  #end = 0
  #isAsking = false

  constructor(options: { readonly channel: ControllerChannel; readonly nodeId: number; readonly brokerEpoch: () => number }) {
    this.#channel = options.channel
    this.#nodeId = options.nodeId
    this.#brokerEpoch = options.brokerEpoch
  }

  /** Calls back with a producer id that nobody has had. */
  take(done: (producerId: number) => void): void {
    if (this.#next < this.#end) {
      done(this.#next++)
      return
    }
    this.#waiting.push(done)
    this.#ask()
  }

  #ask(): void {
    if (this.#isAsking) return
    this.#isAsking = true
    this.#channel.send('AllocateProducerIds', { brokerId: this.#nodeId, brokerEpoch: this.#brokerEpoch() }, (response) => {
      this.#isAsking = false
      if (response !== undefined) {
        this.#next = response.producerIdStart
        this.#end = response.producerIdStart + response.producerIdLen
      }
      for (const done of this.#waiting.splice(0)) this.take(done)
    })
  }
}
