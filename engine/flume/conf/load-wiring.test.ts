import { describe, expect, it } from 'vitest'
import { loadConf, type LoadedAgent } from './load-conf.ts'

const BASE = [
  'a1.sources = r1',
  'a1.channels = c1 c2',
  'a1.sinks = k1 k2 k3',
  'a1.sources.r1.type = seq',
  'a1.sources.r1.channels = c1 c2',
  'a1.channels.c1.type = memory',
  'a1.channels.c2.type = memory',
  ...['k1', 'k2', 'k3'].flatMap((name) => [`a1.sinks.${name}.type = null`, `a1.sinks.${name}.channel = c1`]),
]

function load(...lines: readonly string[]): LoadedAgent {
  return loadConf({ text: [...BASE, ...lines].join('\n'), fileName: 'flume.conf', agent: 'a1' })
}

function thrown(loaded: LoadedAgent): readonly string[] | undefined {
  return loaded.log.find(({ thrown: chain }) => chain !== undefined)?.thrown
}

const group = (...lines: readonly string[]): string[] => [
  'a1.sinkgroups = g1',
  ...lines.map((line) => `a1.sinkgroups.g1.${line}`),
]

describe('a replicating selector', () => {
  it('has the optional channels apart', () => {
    expect(load('a1.sources.r1.selector.optional = c2').sources[0]?.selector).toMatchObject({
      required: ['c1'],
      optional: ['c2'],
    })
  })

  it('has a null where an optional channel is not one of the source', () => {
    expect(load('a1.sources.r1.selector.optional = c9').sources[0]?.selector).toMatchObject({
      required: ['c1', 'c2'],
      optional: [null],
    })
  })
})

describe('a multiplexing selector', () => {
  const multiplexing = (...lines: readonly string[]): LoadedAgent =>
    load('a1.sources.r1.selector.type = multiplexing', ...lines.map((line) => `a1.sources.r1.selector.${line}`))

  it('maps values of its header to channels', () => {
    expect(multiplexing('header = h', 'mapping.x = c1', 'default = c2').sources[0]?.selector).toMatchObject({
      header: 'h',
      default: ['c2'],
      mapping: new Map([['x', ['c1']]]),
    })
  })

  it('leaves out of the optional channels those that are required', () => {
    expect(multiplexing('mapping.x = c1', 'optional.x = c1 c2').sources[0]?.selector).toMatchObject({
      optional: new Map([['x', ['c2']]]),
    })
  })

  it('removes its source when it names another channel', () => {
    const loaded = multiplexing('mapping.x = c9')
    expect(loaded.sources).toEqual([])
    expect(thrown(loaded)).toEqual(['org.apache.flume.FlumeException: Selector channel not found: c9'])
  })

  it('separates names by one space: a second one makes an empty name', () => {
    expect(thrown(multiplexing('default = c1  c2'))).toEqual([
      'org.apache.flume.FlumeException: Selector channel not found: ',
    ])
  })
})

describe('a selector of unknown type', () => {
  it('removes its source', () => {
    expect(thrown(load('a1.sources.r1.selector.type = mine'))).toEqual([
      'org.apache.flume.FlumeException: Unable to load selector type: mine, class: mine',
      'java.lang.ClassNotFoundException: mine',
    ])
  })
})

describe('interceptors', () => {
  const intercept = (...lines: readonly string[]): LoadedAgent => load(...lines.map((line) => `a1.sources.r1.${line}`))

  it('run in the order of the list', () => {
    const loaded = intercept('interceptors = i2 i1', 'interceptors.i1.type = host', 'interceptors.i2.type = timestamp')
    expect(loaded.sources[0]?.interceptors.map(({ name, type }) => [name, type])).toEqual([
      ['i2', 'timestamp'],
      ['i1', 'host'],
    ])
  })

  it('may be named by the class of their builder', () => {
    const className = 'org.apache.flume.interceptor.StaticInterceptor'
    expect(
      intercept('interceptors = i', `interceptors.i.type = ${className}$Builder`).sources[0]?.interceptors[0],
    ).toMatchObject({ className })
    expect(thrown(intercept('interceptors = i', `interceptors.i.type = ${className}`))?.[0]).toMatch(
      /^java.lang.InstantiationException/,
    )
  })

  it('remove their source when they have no type, with two lines in the log', () => {
    const loaded = intercept('interceptors = i1')
    expect(loaded.log.slice(0, 3).map(({ logger }) => logger)).toEqual([
      'FlumeConfiguration',
      'ChannelProcessor',
      'AbstractConfigurationProvider',
    ])
    expect(loaded.log[1]?.message).toBe('Type not specified for interceptor i1')
    expect(thrown(loaded)).toEqual(['org.apache.flume.FlumeException: Interceptor.Type not specified for i1'])
  })

  it.each([
    ['regex_filter', 'regex = (a', 'java.util.regex.PatternSyntaxException'],
    [
      'regex_extractor',
      'regex = (a)',
      'java.lang.IllegalArgumentException: Must supply at least one name and serializer',
    ],
    ['search_replace', 'x = y', 'java.lang.IllegalArgumentException: Must supply a valid search pattern'],
    ['static_', 'x = y', 'java.lang.ClassNotFoundException: static_'],
  ])('of type %s with %s remove their source', (type, line, expected) => {
    const loaded = intercept('interceptors = i', `interceptors.i.type = ${type}`, `interceptors.i.${line}`)
    expect(loaded.sources).toEqual([])
    expect(thrown(loaded)?.[0]).toContain(expected)
  })
})

describe('a sink group', () => {
  it('with failover gives priorities that are missing in hash order, downwards from −1', () => {
    const loaded = load(...group('sinks = k3 k2 k1', 'processor.type = failover', 'processor.priority.k2 = 7'))
    expect(loaded.groups[0]?.processor).toMatchObject({
      livePriorities: [
        ['k3', -2],
        ['k1', -1],
        ['k2', 7],
      ],
      active: 'k2',
      maxPenaltyMs: 30000,
    })
    expect(loaded.sinkRunners).toEqual(['g1'])
  })

  it('leaves out a sink whose priority is taken', () => {
    const loaded = load(
      ...group('sinks = k1 k2', 'processor.type = failover', 'processor.priority.k1 = 5', 'processor.priority.k2 = 5'),
    )
    expect(loaded.log.at(-1)?.message).toBe(
      'Sink k2 not added to FailverSinkProcessor as priorityduplicates that of sink NullSink k1 { batchSize: 100 }',
    )
    expect(loaded.sinkRunners).toContain('k3')
  })

  it.each([
    ['logger', [], 'org.apache.flume.sink.LoggerSink{name:k1, channel:c1}'],
    ['avro', ['a1.sinks.k1.hostname = h', 'a1.sinks.k1.port = 7'], 'RpcSink k1 { host: h, port: 7 }'],
    ['hdfs', ['a1.sinks.k1.hdfs.path = /x'], '{ Sink type:HDFSEventSink, name:k1 }'],
  ])('describes a %s sink as its class does', (type, lines, expected) => {
    const priorities = ['processor.priority.k1 = 5', 'processor.priority.k2 = 5']
    const failover = group('sinks = k1 k2', 'processor.type = failover', ...priorities)
    const loaded = load(...failover, `a1.sinks.k1.type = ${type}`, ...lines)
    expect(loaded.log.at(-1)?.message).toMatch(new RegExp(`${expected.replaceAll(/[{}.]/g, '\\$&')}$`))
  })

  it('with load_balance knows its selector, and needs two sinks', () => {
    const lines = ['processor.type = load_balance', 'processor.selector = random', 'processor.backoff = true']
    expect(load(...group('sinks = k1 k2', ...lines)).groups[0]?.processor).toMatchObject({
      selector: 'RandomOrderSinkSelector',
      backoff: true,
    })
    expect(thrown(load(...group('sinks = k1', ...lines)))?.[0]).toMatch(/cannot be used for a single sink/)
  })

  it('without processor type is gone with its sinks', () => {
    const loaded = load(...group('sinks = k1 k2'))
    expect(loaded.sinks.map(({ name }) => name)).toEqual(['k3'])
    expect(thrown(loaded)).toEqual([
      'org.apache.flume.FlumeException: Unable to load sink processor type: null, class: null',
      'java.lang.NullPointerException',
    ])
  })

  it('does not get a sink that another group has', () => {
    const loaded = load(
      'a1.sinkgroups = g1 g2',
      ...['g1', 'g2'].flatMap((name) => [
        `a1.sinkgroups.${name}.sinks = k1`,
        `a1.sinkgroups.${name}.processor.type = default`,
      ]),
    )
    expect(loaded.log.map(({ message }) => message)).toContain(
      "Agent configuration for 'a1' sinkgroup 'g2' sink 'k1' in use by another group: 'g1', sink not added",
    )
    expect(loaded.validation?.sinkgroups).toEqual(['g1'])
  })

  it('with a sink that could not be built leaves the agent with nothing', () => {
    const loaded = load(...group('sinks = k1 k2', 'processor.type = failover'), 'a1.sinks.k1.batchSize = abc')
    expect(loaded.log.at(-1)).toMatchObject({
      message: 'Failed to instantiate component',
      thrown: ['java.lang.InstantiationException: Sink k1 of group g1 does not exist or is not properly configured'],
    })
    expect(loaded.channels).toEqual([])
  })
})
