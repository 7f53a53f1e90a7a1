import { describe, expect, it } from 'vitest'
import { durationMicros, nearest, OptionError, OptionReader } from './check-options.ts'
import { LoadSpec } from './load/load-spec.ts'
import { loads } from './load/loads.ts'
import { scenario } from './scenario-definition.ts'

function failure(act: () => unknown): OptionError {
  try {
    act()
  } catch (error) {
    if (error instanceof OptionError) return error
    throw error
  }
  throw new Error('it was accepted')
}

describe('options of a scenario', () => {
  it('names an unknown key and the one that was probably meant', () => {
    const error = failure(() => new OptionReader('load.steady', { perSecnd: 5 }, ['perSecond', 'bytes']))
    expect([error.message, error.key, error.fix]).toEqual(["load.steady has no option 'perSecnd'.", 'perSecnd', "Did you mean 'perSecond'?"])
  })

  it.each([
    [() => loads.steady({ perSecond: 0 }), "load.steady: 'perSecond' must be above 0, and is 0."],
    [() => loads.steady({ perSecond: Number.NaN }), "load.steady: 'perSecond' must be a number, and is NaN."],
    [() => loads.steady({ perSecond: 1, bytes: -1 }), "load.steady: 'bytes' must be at least 0, and is -1."],
    [() => loads.steady({ perSecond: 1, for: '10' }), "load.steady: '10' is not a duration: write a number and a unit, for example '250ms', '30s', '1.5m' or '2m30s'"],
    [() => scenario({ duration: '0s' }, () => undefined), "scenario: 'duration' must be above 0 and at most 7 days, and is '0s'."],
    [() => scenario({ duration: '9s', timeZone: 'Mars' }, () => undefined), "scenario: 'timeZone' must be a name of the tz database or an offset, and is 'Mars'."],
    [() => scenario({ duration: '9s', limits: { events: 1e12 } }, () => undefined), "limits: 'events' must be at most 200000000, and is 1000000000000."],
    [() => scenario({ duration: '9s', hardware: { disk: { fsync: '1' } } }, () => undefined), "hardware.disk: '1' is not a duration: write a number and a unit, for example '250ms', '30s', '1.5m' or '2m30s'"],
  ])('refuses an impossible value in the reader’s words (%#)', (act, message) => {
    expect(failure(act).message).toBe(message)
  })

  it('points to load.steps whoever wants to change a load while the run goes on', () => {
    const load = loads.steady({ perSecond: 5 })
    const error = failure(() => { if (load instanceof LoadSpec) load.changesTo() })
    expect([error.message, error.fix]).toEqual([expect.stringContaining('cannot be changed while the run goes on'), expect.stringContaining('load.steps({ steps: [')])
  })

  it('reads durations to whole microseconds', () => {
    expect([durationMicros('at', '1.5s'), durationMicros('at', '2m30s')]).toEqual([1_500_000, 150_000_000])
    expect(failure(() => durationMicros('at', 30)).fix).toContain("'30s'")
  })

  it('suggests only what differs little', () => {
    expect(nearest('liger.ms', ['linger.ms', 'acks'])).toBe('linger.ms')
    expect(nearest('colour', ['acks', 'retries'])).toBeUndefined()
  })
})
