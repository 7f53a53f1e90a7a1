import type { Lane } from '../../ledger/lane.ts'
import type { Host } from '../../sim/host.ts'

/** Where a sink sends to; a sink without a target is the end of the way. */
export interface RouteTarget {
  readonly hostname: string
  readonly port: number
}

/** The ways through one agent, as its configuration has them. */
export interface AgentRoutes {
  readonly host: Host
  /** Each source with the ports it listens on and its channels, in order. */
  readonly sources: readonly RoutedSource[]
  readonly sinks: readonly RoutedSink[]
  /** Channels that are topics. */
  readonly topicChannels?: ReadonlyMap<string, TopicChannel>
}

/** A channel that is a topic, and the group with which its sinks read. */
export interface TopicChannel {
  readonly topic: string
  readonly groupId: string
}

/** A source with its ways in and out. */
export interface RoutedSource {
  readonly name: string
  readonly ports: readonly number[]
  readonly channels: readonly string[]
  /** Kafka topics that it reads. */
  readonly topics?: readonly string[]
  /** The group with which it reads them. */
  readonly groupId?: string
}

/** A sink with the way out. */
export interface RoutedSink {
  readonly name: string
  readonly channel: string
  readonly target?: RouteTarget
  /** Kafka topic that it writes to. */
  readonly topic?: string
}

/**
 * The ways through all agents of a lane, and where they end. What ends in one channel's sinks, or in one store, is one
 * destination; where the sinks of one channel lead to several ends, an event goes to one of them, so they are one too, and
 * so are those of the members of a Kafka group. Several stores stay several: each is owed everything, and the books say
 * what went to another one instead.
 */
export class Routes {
  readonly #lane: Lane
  readonly #agents = new Map<string, AgentRoutes>()
  readonly #stores: { readonly name: string; readonly host: Host; readonly port: number }[] = []
  #classes: Map<string, string> | undefined
  /** Answers by question, until a way changes: they are asked for with every event. */
  readonly #known = new Map<string, readonly number[]>()
  /** By a store's name: the others to which an event could have gone instead, until a way changes. */
  readonly #rivals = new Map<string, readonly number[]>()
  /** Kafka topics with the destinations of those who read them and are no agents, by group. */
  readonly #topicEnds = new Map<string, Map<string, Set<string>>>()
  /** Names of ends that are not those of their channels. */
  readonly #ends = new Map<string, string>()

  constructor(lane: Lane) {
    this.#lane = lane
    lane.ledger.setRivals(({ name }) => this.#rivalsOf(name))
  }

  /** Says the ways through an agent (by the name of its process); replaces what was said before. */
  setAgent(process: string, routes: AgentRoutes): void {
    this.#keepEnds(process, routes)
    this.#agents.set(process, routes)
    this.#forget()
  }

  /** A store that listens on a port: an end of its own. */
  addStore(name: string, host: Host, port: number): void {
    this.#stores.push({ name, host, port })
    this.#forget()
  }

  /** Somebody beside the agents reads a topic: an end of its own. */
  addTopicEnd(topic: string, groupId: string, destination: string): void {
    const groups = this.#topicEnds.get(topic) ?? new Map<string, Set<string>>()
    this.#topicEnds.set(topic, groups.set(groupId, (groups.get(groupId) ?? new Set()).add(destination)))
    this.#forget()
  }

  /** Whether anybody reads a topic. */
  isRead(topic: string): boolean {
    return this.#endsOfTopic(topic, new Set()).length > 0
  }

  /** The host that a name in a configuration means on a host; undefined when the lane has none of that name. */
  hostOf(from: Host, hostname: string): Host | undefined {
    if (['localhost', '0.0.0.0', '::1'].includes(hostname) || hostname.startsWith('127.')) return from
    return this.#lane.hosts.find(({ name }) => name === `${this.#lane.name}/${hostname}`)
  }

  /** The id of the source or store that listens where a sink sends to. */
  listenerOf(from: Host, target: RouteTarget): string | undefined {
    const host = this.hostOf(from, target.hostname)
    return host === undefined ? undefined : this.listenerAt(host, target.port)
  }

  /** The id of the source or store that listens on a port of a host, by the configurations. */
  listenerAt(host: Host, port: number): string | undefined {
    const store = this.#stores.find((known) => known.host === host && known.port === port)
    if (store !== undefined) return `${store.host.name}/${store.name}`
    for (const [process, agent] of this.#agents) {
      const source = agent.host === host ? agent.sources.find(({ ports }) => ports.includes(port)) : undefined
      if (source !== undefined) return `${process}/${source.name}`
    }
    return undefined
  }

  /** A sink that takes from another channel than before is the same end as before; a channel that is gone leads where it led. */
  #keepEnds(process: string, { sources, sinks }: AgentRoutes): void {
    const isKept = (channel: string): boolean => sources.some(({ channels }) => channels.includes(channel)) || sinks.some((sink) => sink.channel === channel)
    for (const { channel } of this.#agents.get(process)?.sinks ?? []) {
      const [end] = isKept(channel) ? [] : this.#endsOf(process, channel, new Set())
      if (end !== undefined) this.#ends.set(`${process}/${channel}`, end)
    }
    for (const { name, channel } of sinks) {
      const before = this.#agents.get(process)?.sinks.find((sink) => sink.name === name)
      if (before === undefined || before.channel === channel) continue
      const own = `${process}/${channel}`
      if (!this.#ends.has(own)) this.#ends.set(own, this.#endNamed(`${process}/${before.channel}`))
    }
  }

  #endNamed(own: string): string {
    return this.#ends.get(own) ?? own
  }

  /** Indexes of the destinations of what a source takes in. */
  ofSource(process: string, source: string): readonly number[] {
    return this.#remembered(`source ${process}/${source}`, () => {
      const channels = this.#agents.get(process)?.sources.find(({ name }) => name === source)?.channels ?? []
      return channels.flatMap((channel) => this.#endsOf(process, channel, new Set()))
    })
  }

  /** Indexes of the destinations of what a channel holds. */
  ofChannel(process: string, channel: string): readonly number[] {
    return this.#remembered(`channel ${process}/${channel}`, () => this.#endsOf(process, channel, new Set()))
  }

  #remembered(question: string, ends: () => readonly string[]): readonly number[] {
    let answer = this.#known.get(question)
    if (answer === undefined) {
      answer = this.#indexes(ends())
      this.#known.set(question, answer)
    }
    return answer
  }

  #forget(): void {
    this.#classes = undefined
    this.#known.clear()
    this.#rivals.clear()
  }

  #indexes(ends: readonly string[]): readonly number[] {
    const { ledger } = this.#lane
    return [...new Set(ends.flatMap((end) => this.#destinationsOf(end)).map((name) => ledger.destination(name).index))]
  }

  /** The destinations that an end stands for: its class, or each of the stores in it where there are several. */
  #destinationsOf(end: string): readonly string[] {
    const classes = this.#destinationClasses()
    const own = classes.get(end)
    if (own === undefined) return [end]
    const stores = [...classes].filter(([member, name]) => name === own && this.#isStore(member)).map(([member]) => member)
    return stores.length > 1 ? stores : [own]
  }

  #rivalsOf(store: string): readonly number[] {
    let rivals = this.#rivals.get(store)
    if (rivals === undefined) {
      const { ledger } = this.#lane
      const others = this.#isStore(store) ? this.#destinationsOf(store).filter((name) => name !== store) : []
      rivals = others.map((name) => ledger.destination(name).index)
      this.#rivals.set(store, rivals)
    }
    return rivals
  }

  /** Whether records come to an end in it, in a store of a sink's or of a group's. */
  #isStore(name: string): boolean {
    return this.#stores.some((store) => store.name === name) || [...this.#topicEnds.values()].some((groups) => [...groups.values()].some((ends) => ends.has(name)))
  }

  /** The ends that events of a channel can come to: one list for each that it goes to, merged over the channel's sinks. */
  #endsOf(process: string, channel: string, seen: Set<string>): string[] {
    const own = `${process}/${channel}`
    const agent = this.#agents.get(process)
    if (agent === undefined || seen.has(own)) return [this.#endNamed(own)]
    seen.add(own)
    const bySink = agent.sinks.filter((sink) => sink.channel === channel).map((sink) => this.#endsOfSink(agent, own, sink, seen))
    const { topic } = agent.topicChannels?.get(channel) ?? {}
    const others = topic === undefined ? [] : this.#endsOfTopic(topic, seen)
    const ends = [...(bySink[0] ?? []), ...others]
    seen.delete(own)
    return ends.length === 0 ? [this.#endNamed(own)] : ends
  }

  /** Ends of all that read a topic: sources, sinks on a channel that is the topic, and others. */
  #endsOfTopic(topic: string, seen: Set<string>): string[] {
    return [...new Set([...this.#readersOf(topic, seen).values()].flat(2))]
  }

  /** The groups that read a topic, with the ends of each of their members. */
  #readersOf(topic: string, seen: Set<string>): ReadonlyMap<string, readonly (readonly string[])[]> {
    const groups = new Map<string, string[][]>()
    const add = (groupId: string, ends: string[]): void => { groups.set(groupId, [...(groups.get(groupId) ?? []), ends]) }
    for (const [groupId, ends] of this.#topicEnds.get(topic) ?? []) for (const end of ends) add(groupId, [end])
    for (const [process, { sources, sinks, topicChannels }] of this.#agents) {
      for (const { topics, groupId = '', channels } of sources) {
        const open = channels.filter((channel) => !seen.has(`${process}/${channel}`))
        if (topics?.includes(topic) === true && open.length > 0) add(groupId, open.flatMap((channel) => this.#endsOf(process, channel, seen)))
      }
      for (const [channel, own] of topicChannels ?? []) {
        if (own.topic !== topic || seen.has(`${process}/${channel}`) || !sinks.some((sink) => sink.channel === channel)) continue
        add(own.groupId, this.#endsOf(process, channel, seen))
      }
    }
    return groups
  }

  /** All topics that somebody reads. */
  #topicsRead(): ReadonlySet<string> {
    const topics = new Set(this.#topicEnds.keys())
    for (const { sources, topicChannels } of this.#agents.values()) {
      for (const source of sources) for (const topic of source.topics ?? []) topics.add(topic)
      for (const { topic } of topicChannels?.values() ?? []) topics.add(topic)
    }
    return topics
  }

  #endsOfSink(agent: AgentRoutes, own: string, { target, topic }: RoutedSink, seen: Set<string>): string[] {
    if (topic !== undefined) {
      const ends = this.#endsOfTopic(topic, seen)
      return ends.length === 0 ? [this.#endNamed(own)] : ends
    }
    if (target === undefined) return [this.#endNamed(own)]
    const host = this.hostOf(agent.host, target.hostname)
    const store = this.#stores.find((known) => known.host === host && known.port === target.port)
    if (store !== undefined) return [store.name]
    for (const [process, next] of this.#agents) {
      const source = next.host === host ? next.sources.find(({ ports }) => ports.includes(target.port)) : undefined
      if (source !== undefined) return source.channels.flatMap((channel) => this.#endsOf(process, channel, seen))
    }
    return [this.#endNamed(own)]
  }

  /** Ends that stand for one another, by the name of the first. */
  #destinationClasses(): Map<string, string> {
    if (this.#classes !== undefined) return this.#classes
    const classes = new Map<string, string>()
    for (const [process, agent] of this.#agents) {
      for (const channel of new Set(agent.sinks.map((sink) => sink.channel))) {
        const lists = agent.sinks
          .filter((sink) => sink.channel === channel)
          .map((sink) => this.#endsOfSink(agent, `${process}/${channel}`, sink, new Set([`${process}/${channel}`])))
        mergeLists(classes, lists)
      }
    }
    for (const topic of this.#topicsRead()) for (const members of this.#readersOf(topic, new Set()).values()) mergeLists(classes, members)
    this.#classes = classes
    return classes
  }
}

/** Ends at the same place of the lists are one; those of a longer list join the last of the first. */
function mergeLists(classes: Map<string, string>, lists: readonly (readonly string[])[]): void {
  const [first, ...others] = lists
  if (first === undefined) return
  for (const list of others) {
    list.forEach((end, index) => {
      const into = first[Math.min(index, first.length - 1)] ?? end
      const target = classes.get(into) ?? into
      const known = classes.get(end) ?? end
      for (const [member, name] of classes) if (name === known) classes.set(member, target)
      classes.set(end, target)
      classes.set(into, target)
    })
  }
}
