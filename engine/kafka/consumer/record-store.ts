import type { Destination } from '../../ledger/lane-ledger.ts';
import type { Lane } from '../../ledger/lane.ts';
import type { RecordRun } from '../../ledger/record-run.ts';
import type { Host } from '../../sim/host.ts';
import type { Process } from '../../sim/process.ts';

/** Port on which a store takes writes. */
export const STORE_PORT = 7000;

/** A write of records; the store answers with its number. */
export interface StoreWrite {
  readonly number: number;
  readonly bytes: number;
  readonly destination: string;
  readonly carriedRuns: readonly RecordRun[];
}

/** The answer to a write: the store has the records. */
export interface StoreAck {
  readonly number: number;
}

/** Bytes of an answer on the wire (modelling parameter; an HTTP-like answer). */
const ackBytes = 100;

/**
 * A store at the end of a pipeline, on a machine of its own: it has what a write carries as soon as it handles it, keeps
 * every copy it gets, and answers.
 */
export class RecordStore {
  readonly name: string;
  readonly host: Host;
  readonly process: Process;
  readonly #lane: Lane;
  readonly #destinations = new Map<string, Destination>();

  constructor(lane: Lane, name: string) {
    this.#lane = lane;
    this.host = lane.host(name);
    this.process = this.host.process({ onStart: () => { this.#listen(); }, onEnd: () => undefined }, { name: 'store', bootMicros: 0 });
    this.name = `${this.process.name}/${name}`;
    lane.topology.node({ id: this.name, kind: 'store', label: name, parent: this.host.name });
  }

  /** Starts to take writes. */
  start(): void {
    this.process.start();
  }

  #listen(): void {
    this.#lane.network.listen<StoreAck, StoreWrite>(this.process, STORE_PORT, (endpoint) => ({
      onMessage: (write) => {
        for (const run of write.carriedRuns) this.#lane.ledger.delivered(this.#destination(write.destination), run, this.name);
        endpoint.send({ number: write.number }, ackBytes);
      },
    }));
  }

  #destination(name: string): Destination {
    let destination = this.#destinations.get(name);
    if (destination === undefined) {
      destination = this.#lane.ledger.destination(name);
      this.#destinations.set(name, destination);
    }
    return destination;
  }
}
