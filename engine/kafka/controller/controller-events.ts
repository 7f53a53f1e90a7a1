/** Something that the active controller decided, as its log says it. */
export type ControllerEvent =
  | {
      readonly kind: 'partition'
      readonly timeMicros: number
      readonly nodeId: number
      readonly topic: string
      readonly partitionId: number
      /** What changed, in the controller's words. */
      readonly text: string
    }
  | {
      readonly kind: 'broker'
      readonly timeMicros: number
      readonly nodeId: number
      readonly brokerId: number
      readonly what: BrokerEventKind
      readonly text: string
    }

/** What happened to a broker's registration. */
export type BrokerEventKind =
  | 'fenced'
  | 'unfenced'
  | 'registered'
  | 'registration refused'
  | 'controlled shutdown granted'
  | 'immediate shutdown granted'
  | 'shutdown completed'

/** Takes the controller's events in order. */
export type ControllerEventSink = (event: ControllerEvent) => void
