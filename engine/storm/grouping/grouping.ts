/** Who of a bolt's tasks gets a tuple. Source: org.apache.storm.topology.InputDeclarer. */
export type Grouping =
  | { readonly type: 'shuffle' | 'global' | 'all' | 'none' | 'direct' | 'localOrShuffle' }
  | { readonly type: 'fields' | 'partialKey'; readonly fields: readonly string[] }
