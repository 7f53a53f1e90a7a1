import { describe, expect, it } from 'vitest'
import { loadConf, type LoadConfRequest, type LoadedAgent } from './load-conf.ts'

const HEAD = ['a1.sources = r1', 'a1.channels = c1', 'a1.sinks = k1']
const SOURCE = ['a1.sources.r1.type = seq', 'a1.sources.r1.channels = c1']
const CHANNEL = ['a1.channels.c1.type = memory']
const SINK = ['a1.sinks.k1.type = null', 'a1.sinks.k1.channel = c1']
const GOOD = [...HEAD, ...SOURCE, ...CHANNEL, ...SINK]

function load(lines: readonly string[], request: Partial<LoadConfRequest> = {}): LoadedAgent {
  return loadConf({ text: lines.join('\n'), fileName: 'flume.conf', agent: 'a1', ...request })
}

/** Everything logged but the line that every agent without config filters gets. */
function messages(loaded: LoadedAgent): string[] {
  return loaded.log.map(({ message }) => message).filter((message) => !message.endsWith('has no configfilters.'))
}

function names(components: readonly { readonly name: string }[]): string[] {
  return components.map(({ name }) => name)
}

describe('loading a complete file', () => {
  const loaded = load(GOOD)

  it('gives every component with its class and its settings', () => {
    expect(loaded.sources[0]).toMatchObject({
      name: 'r1',
      className: 'org.apache.flume.source.SequenceGeneratorSource',
      runner: 'PollableSourceRunner',
      batchSize: 1,
      channels: ['c1'],
      selector: { className: 'org.apache.flume.channel.ReplicatingChannelSelector', required: ['c1'], optional: [] },
      settings: { backoffSleepIncrement: 1000, maxBackoffSleep: 5000 },
    })
    expect(loaded.channels[0]).toMatchObject({ transactionCapacity: 100, settings: { capacity: 100, keepAlive: 3 } })
    expect(loaded.sinks[0]).toMatchObject({ channel: 'c1', batchSize: 100 })
    expect(loaded.sinkRunners).toEqual(['k1'])
  })

  it('logs nothing but that there are no config filters', () => {
    expect(loaded.log).toEqual([
      { level: 'WARN', logger: 'FlumeConfiguration', message: "Agent configuration for 'a1' has no configfilters." },
    ])
    expect(loaded.validationLogCount).toBe(1)
    expect(loaded.validation).toEqual({
      agentValid: true,
      sources: ['r1'],
      sinks: ['k1'],
      channels: ['c1'],
      sinkgroups: [],
      errors: [],
    })
  })

  it('keeps the properties as written and where they stand', () => {
    expect(loaded.sinks[0]?.properties.get('type')).toBe('null')
    expect(loaded.sinks[0]?.positions.get('channel')).toEqual({ line: 8, column: 1, valueLine: 8, valueColumn: 23 })
  })
})

describe('names', () => {
  it('are written to in the order of a Java hash set', () => {
    const channels = ['c1', 'c2', 'c3'].flatMap((name) => [`a1.channels.${name}.type = memory`])
    const loaded = load([
      ...HEAD,
      ...SOURCE,
      ...SINK,
      ...channels,
      'a1.channels = c1 c2 c3',
      'a1.sources.r1.channels = c1 c2 c3',
    ])
    expect(loaded.sources[0]?.channels).toEqual(['c3', 'c1', 'c2'])
  })

  it('keep a comma, which makes them unknown', () => {
    const loaded = load([...GOOD, 'a1.channels = c1,', 'a1.sources.r1.channels = c1'])
    expect(loaded.validation).toMatchObject({ agentValid: false, channels: null })
    expect(messages(loaded)).toEqual([
      "Agent configuration for 'a1' does not contain any valid channels. Marking it as invalid.",
      "Agent configuration invalid for agent 'a1'. It will be removed.",
      'No configuration found for this host:a1',
    ])
  })

  it('of an agent that the file does not have leave it with nothing', () => {
    const loaded = load(GOOD, { agent: 'other' })
    expect(messages(loaded)).toEqual(['No configuration found for this host:other'])
    expect(loaded.channels).toEqual([])
  })
})

describe('what validation removes', () => {
  it('is a property without value or with an unknown second part', () => {
    const loaded = load([...GOOD, 'a1.sinks.k1.batchSize =', 'a1.foo = 1', 'nodot = 1'])
    expect(messages(loaded)).toEqual(
      expect.arrayContaining([
        'Configuration property ignored: a1.sinks.k1.batchSize = ',
        'Invalid property specified: foo',
        'Configuration property ignored: a1.foo = 1',
        'Configuration property ignored: nodot = 1',
      ]),
    )
  })

  it('is a source without channels', () => {
    const loaded = load([...HEAD, 'a1.sources.r1.type = seq', ...CHANNEL, ...SINK])
    expect(loaded.log[1]).toMatchObject({
      message: 'Could not configure source  r1 due to: Failed to configure component!',
      thrown: [
        'org.apache.flume.conf.ConfigurationException: Failed to configure component!',
        'org.apache.flume.conf.ConfigurationException: No channels set for r1',
      ],
      position: { line: 4 },
    })
    expect(loaded.validation?.errors).toEqual([
      ['r1', 'Channel', 'PROPERTY_VALUE_NULL', 'ERROR'],
      ['r1', 'ChannelSelector', 'CONFIG_ERROR', 'ERROR'],
    ])
  })

  it('is a sink on an unknown channel, at the place of its channel', () => {
    const loaded = load([...HEAD, ...SOURCE, ...CHANNEL, 'a1.sinks.k1.type = null', 'a1.sinks.k1.channel = c9'])
    expect(loaded.log[1]).toMatchObject({
      message: 'Could not configure sink  k1 due to: Channel c9 not in active set.',
      position: { line: 8, valueColumn: 23 },
    })
  })

  it('is a component without type', () => {
    const loaded = load([...HEAD, ...SOURCE, ...CHANNEL, 'a1.sinks.k1.channel = c1'])
    expect(messages(loaded)).toEqual([
      'Could not configure sink  k1 due to: Component has no type. Cannot configure. k1',
    ])
  })

  it('is a source with the selector load_balancing', () => {
    const loaded = load([...GOOD, 'a1.sources.r1.selector.type = load_balancing'])
    expect(loaded.sources).toEqual([])
    expect(loaded.log[1]?.thrown?.[2]).toContain('ChannelSelectorConfigurationType.LOAD_BALANCING')
    expect(loaded.log[1]?.position?.line).toBe(9)
  })

  it('is an agent without sources and sinks', () => {
    const loaded = load(['a1.channels = c1', ...CHANNEL])
    expect(messages(loaded)).toEqual([
      "Agent configuration for 'a1' has no sources.",
      "Agent configuration for 'a1' has no sinks.",
      "Agent configuration for 'a1' has no sources or sinks. Will be marked invalid.",
      "Agent configuration invalid for agent 'a1'. It will be removed.",
      'No configuration found for this host:a1',
    ])
  })
})

describe('what loading removes', () => {
  it('is a component that cannot be configured, and what depends on it', () => {
    const loaded = load([...GOOD, 'a1.channels.c1.capacity = 10'])
    expect(messages(loaded)).toEqual([
      'Channel c1 has been removed due to an error during configuration',
      'Source r1 has been removed due to an error during configuration',
      'Sink k1 has been removed due to an error during configuration',
    ])
    expect(loaded.log[1]).toMatchObject({
      level: 'ERROR',
      thrown: [
        'java.lang.IllegalStateException: Transaction Capacity of Memory Channel cannot be higher than the capacity.',
      ],
      position: { line: 9 },
    })
    expect(loaded.log[2]?.thrown).toEqual(['java.lang.IllegalStateException: Source r1 is not connected to a channel'])
  })

  it('is a batch that does not fit in a transaction of the channel', () => {
    const loaded = load([...GOOD, 'a1.sinks.k1.batchSize = 101'])
    expect(loaded.sinks).toEqual([])
    expect(loaded.log[1]?.thrown?.[0]).toMatch(/Sink: k1, batch size = 101, channel c1, transaction capacity = 100$/)
    expect(loaded.log[1]?.position?.line).toBe(9)
  })

  it('is a channel that nothing uses', () => {
    const loaded = load([...GOOD, 'a1.channels = c1 c2', 'a1.channels.c2.type = memory'])
    expect(messages(loaded)).toEqual(['Channel c2 has no components connected and has been removed.'])
    expect(names(loaded.channels)).toEqual(['c1'])
  })
})

describe('a fatal fault', () => {
  it('is a type that names no class', () => {
    const loaded = load([...HEAD, ...SOURCE, ...CHANNEL, 'a1.sinks.k1.type = kafka', 'a1.sinks.k1.channel = c1'])
    expect(loaded.fatal).toEqual([
      'org.apache.flume.FlumeException: Unable to load sink type: kafka, class: kafka',
      'java.lang.ClassNotFoundException: kafka',
    ])
    expect(loaded.fatalPosition).toMatchObject({ line: 7, valueColumn: 20 })
    expect(loaded.validation?.sinks).toEqual(['k1'])
    expect(loaded.channels).toEqual([])
  })

  it('is a class name in the wrong case, which validation takes', () => {
    const type = 'org.apache.flume.source.netcatsource'
    const loaded = load([...GOOD, `a1.sources.r1.type = ${type}`])
    expect(loaded.fatal?.[1]).toBe(`java.lang.ClassNotFoundException: ${type}`)
  })

  it('is a class that is not a sink', () => {
    const loaded = load([...GOOD, 'a1.sinks.k1.type = org.apache.flume.source.NetcatSource'])
    expect(loaded.fatal?.[1]).toMatch(/^java.lang.ClassCastException/)
  })

  it('is a sink group without sinks, even in another agent of the file', () => {
    const loaded = load([
      ...GOOD,
      'a2.channels = c',
      'a2.channels.c.type = memory',
      'a2.sinkgroups = g',
      'a2.sinkgroups.g.processor.type = default',
    ])
    expect(loaded.fatal?.[0]).toMatch(/^java.lang.NullPointerException/)
    expect(loaded.fatalInValidation).toBe(true)
    expect(loaded.validation).toBeNull()
  })

  it('is a file without properties', () => {
    const loaded = load(['# nothing'])
    expect(messages(loaded)).toEqual(['No configuration could be found'])
    expect(loaded.fatal?.[0]).toMatch(/^java.lang.NullPointerException/)
  })

  it('is a malformed escape', () => {
    const loaded = load([...GOOD, 'a1.sources.r1.x = C:\\users'])
    expect(loaded.fatal).toEqual(['java.lang.IllegalArgumentException: Malformed \\uxxxx encoding.'])
    expect(loaded.fatalPosition?.line).toBe(9)
  })

  it('is a value that refers to itself', () => {
    const loaded = load([...GOOD, 'a1.sources.r1.x = ${env:X}'], { environment: new Map([['X', '${env:X}']]) })
    expect(loaded.fatal?.[0]).toMatch(/^java.lang.IllegalStateException: Infinite loop/)
  })
})

describe('config filters', () => {
  const filter = ['a1.configfilters = f1', 'a1.configfilters.f1.type = env']
  const environment = new Map([['SIZE', '250']])

  it.each(['${f1[SIZE]}', "${f1['SIZE']}", '${f1["SIZE"]}'])('replace %s in a property of a component', (reference) => {
    const loaded = load([...GOOD, ...filter, `a1.channels.c1.capacity = ${reference}`], { environment })
    expect(loaded.channels[0]?.settings['capacity']).toBe(250)
    expect(loaded.unresolved).toEqual([['a1.channels.c1.capacity', reference]])
  })

  it('leave lists alone', () => {
    const loaded = load([...GOOD, ...filter, 'a1.channels = ${f1[SIZE]}'], { environment })
    expect(loaded.validation?.agentValid).toBe(false)
  })

  it('of an unknown type are reported and do nothing', () => {
    const loaded = load([...GOOD, 'a1.configfilters = f1', 'a1.configfilters.f1.type = foo'])
    expect(loaded.log[0]).toMatchObject({ level: 'ERROR', message: 'Error while creating config filter f1' })
    expect(names(loaded.sinks)).toEqual(['k1'])
  })

  it('ask a command that the host runs', () => {
    const external = [
      'a1.configfilters = f1',
      'a1.configfilters.f1.type = external',
      'a1.configfilters.f1.command = give me',
    ]
    const runCommand = (command: string): string | null => (command === 'give me KEY' ? '300' : null)
    const loaded = load([...GOOD, ...external, 'a1.channels.c1.capacity = ${f1[KEY]}'], { runCommand })
    expect(loaded.channels[0]?.settings['capacity']).toBe(300)
  })
})
