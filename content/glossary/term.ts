/** A word that one of the systems, or this guide, uses in a sense of its own. */
export interface Term {
  readonly term: string
  /** Whose word it is; the guide's own words are those of its verdicts. */
  readonly of: 'Flume' | 'Kafka' | 'this guide'
  /** One or two plain sentences. */
  readonly is: string
  /** Class or key, with the version. */
  readonly from: string
  /** How it is written in the text where it is to be linked, beside the term itself: other forms; keys in backticks. */
  readonly also?: readonly string[]
  /** The term itself has other senses in plain English, so that only the other forms are linked. */
  readonly isPlainWord?: true
}
