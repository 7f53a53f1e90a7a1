import { describe, expect, it } from 'vitest'
import { aboutIn, faultsOf } from './scenario-listing.ts'

describe('a scenario’s line in the list', () => {
  it('names each kind of fault once, and no recovery', () => {
    const markers = [
      { kind: 'fault', text: 'link cut' },
      { kind: 'recovery', text: 'link healed' },
      { kind: 'fault', text: 'member 2 lost' },
      { kind: 'fault', text: 'disk lost' },
      { kind: 'edit', text: 'broker 4 is added' },
    ] as const
    expect(faultsOf(markers)).toEqual(['network cut', 'disk lost', 'edit while it runs'])
  })

  it('says so when there is only a load', () => {
    expect(faultsOf([{ kind: 'recovery', text: 'started' }])).toEqual(['load only'])
  })

  it('takes what it is about from the comment after the title', () => {
    expect(aboutIn('// Spikes: a quota.\n// The broker slows\n// its clients.\nimport x\n// not this')).toBe('The broker slows its clients.')
    expect(aboutIn('// Spikes: a quota.\nimport x')).toBe('')
  })
})
