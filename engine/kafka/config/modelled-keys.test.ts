import { describe, expect, it } from 'vitest'
import { declareKeys, unmodelledKeys } from './modelled-keys.ts'

describe('keys that no simulated class reads', () => {
  it('are those given and defined, but not declared', () => {
    const uses = declareKeys('Sender', ['acks'])
    expect(unmodelledKeys(['acks', 'ssl.protocol', 'typo'], new Set(['acks', 'ssl.protocol']), uses)).toEqual([
      'ssl.protocol',
    ])
  })
})
