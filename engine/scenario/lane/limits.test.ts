import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../run/run-document.ts'
import { runScenario } from '../run/run-scenario.ts'

const drain = async (): Promise<void> => { await new Promise((resolve) => { setImmediate(resolve) }) }

function run(body: string, frame = "duration: '60s'"): Promise<RunDocument> {
  const text = `import { load, scenario } from 'kafka-vs-flume'
export default scenario({ ${frame} }, ({ lane, at, expect }) => {
${body}
})`
  return runScenario({ files: { 'scenario.ts': text }, entry: 'scenario.ts', engineHash: '', drain, sharesRealm: true })
}

/** Values of a field of the components whose names contain a text, in order. */
function valuesOf({ changes }: RunDocument, component: string, field: string | RegExp): readonly (number | string)[] {
  const { tracks, trackIndexes, values, texts } = changes
  return [...trackIndexes].flatMap((track, index) => {
    const known = tracks[track]
    if (known?.component.includes(component) !== true || known.field.search(field) < 0) return []
    const value = values[index] ?? Number.NaN
    return [known.kind === 'text' ? (texts[value] ?? '') : value]
  })
}

const oneProducer = (quota: string): string => `
  const events = load.steady({ name: 'events', perSecond: 100, bytes: 1000, from: '1s', for: '40s' })
  const side = lane('Kafka', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 1, 'offsets.topic.replication.factor': 1 })
    brokers.topic('t', { partitions: 1 })
    ${quota}
    brokers.producer({ 'client.id': 'p1', 'delivery.timeout.ms': 120000 }).sends(events, { topic: 't' })
    brokers.consumer({ groupId: 'g', 'client.id': 'c1', 'auto.offset.reset': 'earliest' }).subscribes('t').writes(store('archive'))
  })`

const destination = ({ lanes }: RunDocument): { owed: number; delivered: number; inFlight: number } => {
  const [first] = lanes[0]?.destinations ?? []
  const inFlight = first?.lines.filter(({ fate }) => fate === 'in flight').reduce((sum, { count }) => sum + count, 0) ?? 0
  return { owed: first?.owed ?? 0, delivered: first?.delivered ?? 0, inFlight }
}

describe('quotas', () => {
  it('hold a producer to its rate once ten windows of it are used up, and lose nothing', async () => {
    const result = await run(oneProducer("brokers.quota({ clientId: 'p1', producer_byte_rate: 20000 })"))
    const { owed, delivered, inFlight } = destination(result)
    expect(owed).toBe(4000)
    // 59 s at 20 kB/s and ten windows ahead; a record is some 1,007 bytes on the wire.
    expect(delivered).toBeGreaterThan(59 * 19)
    expect(delivered).toBeLessThan(71 * 20)
    expect(delivered + inFlight).toBe(owed)
    expect(valuesOf(result, 'producer', 'Produce throttle_time_ms').some((value) => Number(value) > 0)).toBe(true)
  })

  it('hold a consumer to its rate, whose records wait in the log', async () => {
    const result = await run(oneProducer('brokers.quota({ consumer_byte_rate: 20000 })'))
    const { delivered } = destination(result)
    // It comes in responses of up to ten windows, and part of the rate is lost in the waits between them.
    expect(delivered).toBeGreaterThan(59 * 10)
    expect(delivered).toBeLessThan(71 * 20)
    expect(result.lanes[0]?.acknowledged).toBe(4000)
  })

  it('slow clients that take too much of the time of the threads', async () => {
    const free = await run(oneProducer(''))
    const slowed = await run(oneProducer("brokers.quota({ clientId: 'p1', request_percentage: 0.05 })"))
    expect(destination(free).delivered).toBe(4000)
    expect(valuesOf(slowed, 'producer', 'throttle_time_ms').every((value) => Number(value) <= 1000)).toBe(true)
    expect(valuesOf(slowed, 'producer', 'throttle_time_ms').some((value) => Number(value) > 0)).toBe(true)
  })

  it('fill a producer\'s buffer, whose sends then wait for max.block.ms and fail, with their sender told', async () => {
    const result = await run(oneProducer("brokers.quota({ clientId: 'p1', producer_byte_rate: 2000 })").replace("'delivery.timeout.ms': 120000", "'buffer.memory': 200000, 'max.block.ms': 200, 'batch.size': 1000"))
    const lines = result.lanes[0]?.destinations[0]?.lines ?? []
    const dropped = lines.filter(({ fate }) => fate === 'dropped')
    expect(dropped.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(10)
    expect(dropped.every(({ cause }) => cause.includes('Failed to allocate'))).toBe(true)
    expect(result.lanes[0]?.destinations[0]?.lostWrites).toBe(0)
  })

  it('let others alone, and can be removed at a moment, with a marker', async () => {
    const others = await run(oneProducer("brokers.quota({ clientId: 'p2', producer_byte_rate: 20000 })"))
    expect(destination(others).delivered).toBe(4000)
    const removed = await run(`${oneProducer("brokers.quota({ clientId: 'p1', producer_byte_rate: 20000 })")}
      at('20s', () => { side.cluster.quota({ clientId: 'p1', producer_byte_rate: null }) })`)
    expect(destination(removed).delivered).toBe(4000)
    expect(removed.markers.map(({ kind, text }) => [kind, text])).toEqual([['edit', 'quota of p1: producer_byte_rate removed']])
  })

  it.each([
    ['{}', 'quota sets nothing.'],
    ['{ producer_byte_rate: 0 }', 'InvalidRequestException: Quota producer_byte_rate must be greater than 0'],
    ['{ consumer_byte_rate: 0.5 }', 'InvalidRequestException: consumer_byte_rate cannot be a fractional value.'],
    ["{ request_percentage: 'all' }", "quota: 'request_percentage' must be a number, and is 'all'."],
    ["{ clientId: '', producer_byte_rate: 1 }", 'InvalidRequestException: Empty client-id not supported'],
    ['{ produce_byte_rate: 1 }', "quota has no option 'produce_byte_rate'."],
    ['7', undefined],
  ])('refuse %s', async (options, message) => {
    const { error } = await run(oneProducer(`brokers.quota(${options})`))
    expect(error).toMatchObject({ position: { file: 'scenario.ts', line: 8 } })
    if (message !== undefined) expect(error?.message).toContain(message)
  })
})

describe('a broker\'s network card', () => {
  const groups = (count: number): string => `
  const events = load.steady({ name: 'events', perSecond: 500, bytes: 1000, from: '2s', for: '20s' })
  lane('Kafka', ({ host, cluster }) => {
    const brokers = cluster({ brokers: 1, 'offsets.topic.replication.factor': 1, nicBytesPerSecond: 5_000_000 })
    brokers.topic('t', { partitions: 1 })
    brokers.producer({ 'batch.size': 100000 }).sends(events, { topic: 't' })
    for (let group = 0; group < ${count}; group++) brokers.consumer({ groupId: 'g' + group, 'auto.offset.reset': 'earliest', on: host('reader-' + group) }).subscribes('t')
  })`

  it('is where more and more groups end, and 0.5 MB/s through 5 MB/s serves eight of them and not sixteen', async () => {
    const lags = async (count: number): Promise<readonly number[]> => {
      const result = await run(groups(count), "duration: '22s'")
      expect(result.error).toBeUndefined()
      return result.lanes[0]?.destinations.map(({ owed, delivered }) => owed - delivered) ?? []
    }
    expect(Math.max(...await lags(8))).toBeLessThan(500)
    const late = await lags(16)
    const delivered = late.reduce((sum, lag) => sum + 10_000 - lag, 0)
    expect(delivered * 1_000).toBeLessThan(20 * 5_000_000)
    expect(delivered * 1_000).toBeGreaterThan(0.8 * 18 * 5_000_000)
  })

  it('is refused without a bandwidth, as every other option', async () => {
    for (const [frame, body, message] of [
      ["duration: '1s', hardware: { nic: { bytesPerSecond: 0 } }", '', "hardware.nic: 'bytesPerSecond' must be at least 1, and is 0."],
      ["duration: '1s', hardware: { nic: { speed: 1 } }", '', "hardware.nic has no option 'speed'."],
      ["duration: '1s'", "lane('L', ({ host }) => { host('h', { nicBytesPerSecond: '1G' }) })", "host: 'nicBytesPerSecond' must be a number, and is '1G'."],
      ["duration: '1s'", "lane('L', ({ cluster }) => { cluster({ nicBytesPerSecond: -1 }) })", "cluster: 'nicBytesPerSecond' must be at least 1, and is -1."],
      ["duration: '1s'", "lane('L', ({ host }) => { host('h'); host('h', { nicBytesPerSecond: 5 }) })", "Machine 'h' is there already"],
      ["duration: '1s'", "lane('L', ({ cluster }) => { cluster({ 'replica.selector.class': 'com.example.Mine' }) })", 'com.example.Mine'],
      ["duration: '1s'", "lane('L', ({ cluster }) => { cluster({ 'num.io.threads': 0 }) })", 'Invalid value 0 for configuration num.io.threads: Value must be at least 1'],
    ] as const) {
      const { error } = await run(body, frame)
      expect(error?.message ?? '').toContain(message)
    }
  })
})

describe('a broker\'s threads', () => {
  const many = (threads: number): string => `
  lane('Kafka', ({ cluster }) => {
    const brokers = cluster({ brokers: 1, 'num.io.threads': ${threads} })
    brokers.topic('t', { partitions: 1 })
    for (let producer = 0; producer < 6; producer++) {
      const events = load.steady({ name: 'events ' + producer, perSecond: 1000, bytes: 100, from: '2s', for: '4s' })
      brokers.producer({ 'linger.ms': 0, 'batch.size': 0, acks: 1 }).sends(events, { topic: 't' })
    }
  })`

  it('let requests wait where there are too few of them', async () => {
    const [one, eight] = await Promise.all([run(many(1), "duration: '10s'"), run(many(8), "duration: '10s'")])
    const longest = (result: RunDocument): number => Math.max(...valuesOf(result, 'broker', 'RequestQueueSize').map(Number), 0)
    expect(longest(eight)).toBe(0)
    expect(longest(one)).toBeGreaterThanOrEqual(3)
    expect(longest(one)).toBeLessThan(20)
  })
})

describe('a broker\'s disk', () => {
  const disk = (hardware: string, body: string, duration = '15s'): Promise<RunDocument> => run(`
    const events = load.steady({ name: 'events', perSecond: 2000, bytes: 1000, from: '2s', for: '10s' })
    const side = lane('Kafka', ({ cluster }) => {
      const brokers = cluster({ brokers: 1, 'offsets.topic.replication.factor': 1 })
      brokers.topic('t', { partitions: 1 })
      brokers.producer({ acks: 'all' }).sends(events, { topic: 't' })
      ${body}
    })`, `duration: '${duration}', hardware: { disk: { ${hardware} } }`)

  it('takes what page cache has room for, and then what it can write', async () => {
    const slow = await disk('bytesPerSecond: 500_000, dirtyBytes: 2_000_000', '')
    const fast = await disk('bytesPerSecond: 5_000_000, dirtyBytes: 2_000_000', '')
    expect(fast.lanes[0]?.acknowledged).toBe(20_000)
    const bytes = (slow.lanes[0]?.acknowledged ?? 0) * 1_000
    expect(bytes).toBeLessThan(2_000_000 + 13 * 500_000)
    expect(bytes).toBeGreaterThan(0.85 * (2_000_000 + 13 * 500_000))
  })

  it('is read where the page cache has forgotten: a group that begins late is as fast as the disk', async () => {
    const late = `}); at('12s', () => { side.cluster.consumer({ groupId: 'late', 'auto.offset.reset': 'earliest' }).subscribes('t') `
    const delivered = async (hardware: string): Promise<number> => (await disk(hardware, late, '22s')).lanes[0]?.destinations.find(({ name }) => name === 'late')?.delivered ?? 0
    const cold = await delivered("bytesPerSecond: 2_500_000, pageCacheBytes: 1_000_000, dirtyBytes: 50_000_000, writeBackPeriod: '1s'")
    expect(await delivered('bytesPerSecond: 2_500_000')).toBe(20_000)
    // It reads from about 15 s on.
    expect(cold).toBeGreaterThan(5 * 2_500)
    expect(cold).toBeLessThan(7.5 * 2_500)
  })

  it.each([
    ['dirtyBytes: 0', "hardware.disk: 'dirtyBytes' must be at least 1, and is 0."],
    ["pageCacheBytes: '1G'", "hardware.disk: 'pageCacheBytes' must be a number, and is '1G'."],
    ['dirtyRatio: 20', "hardware.disk has no option 'dirtyRatio'."],
    ['read: 5', "hardware.disk: 'read' must be a duration such as '30s', and is 5."],
  ])('refuses %s', async (option, message) => {
    expect((await disk(option, '')).error?.message).toContain(message)
  })
})

describe('racks of readers', () => {
  it('get partitions whose only replica is in their rack, from the leader of their group', async () => {
    const result = await run(`
      const events = load.steady({ name: 'events', perSecond: 10, bytes: 10, from: '2s', for: '8s' })
      lane('Kafka', ({ host, cluster }) => {
        const brokers = cluster({ brokers: 3, rack: ['a', 'b', 'c'] })
        brokers.topic('t', { partitions: 3, replicationFactor: 1 })
        brokers.producer().sends(events, { topic: 't' })
        for (const rack of ['c', 'a', 'b']) brokers.consumer({ groupId: 'g', 'client.id': 'reader-' + rack, 'client.rack': rack, on: host('reader-' + rack) }).subscribes('t')
      })`, "duration: '10s'")
    const last = (component: string, field: string | RegExp): number | string | undefined => valuesOf(result, component, field).at(-1)
    const racks = ['a', 'b', 'c']
    for (const [index, rack] of racks.entries()) {
      const partition = /^\[t-(\d)\]$/.exec(String(last(`reader-${rack}`, 'assignment')))?.[1]
      expect(last(`t-${String(partition)}`, /^leader$/)).toBe(index + 1)
    }
  })
})
