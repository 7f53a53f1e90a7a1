/** A table of which every instance of the application has all rows (org.apache.kafka.streams.kstream.GlobalKTable). */
export class GlobalKTable {
  readonly storeName: string

  constructor(storeName: string) {
    this.storeName = storeName
  }
}
