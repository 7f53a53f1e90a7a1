/** Makes something of a record's key and value. */
export type KeyValueMapper<Result = unknown> = (key: unknown, value: unknown) => Result

/** Makes something of a value; the key is for reading only. */
export type ValueMapper<Result = unknown> = (value: unknown, key: unknown) => Result

/** Whether a record goes on. */
export type Predicate = (key: unknown, value: unknown) => boolean

/** Makes the joined value; a side without a record is null. */
export type ValueJoiner = (left: unknown, right: unknown, key: unknown) => unknown

/** The aggregate that a key begins with. */
export type Initializer = () => unknown

/** The aggregate after one more record. */
export type Aggregator = (key: unknown, value: unknown, aggregate: unknown) => unknown

/** Two values as one. */
export type Reducer = (aggregate: unknown, value: unknown) => unknown

/** One session's aggregate out of two. */
export type Merger = (key: unknown, left: unknown, right: unknown) => unknown
