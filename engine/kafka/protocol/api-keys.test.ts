import { describe, expect, it } from 'vitest'
import { advertisedVersions, API_KEY_NAMES, apiKey, requestHeaderVersion, responseHeaderVersion } from './api-keys.ts'

describe('API keys', () => {
  it('have numbers of their own, without a gap', () => {
    expect(API_KEY_NAMES.map((name) => apiKey(name).key)).toEqual(API_KEY_NAMES.map((_, index) => index))
  })

  // KAFKA-18659: librdkafka needs to see version 0 of Produce.
  it('offer Produce from version 0, although 3 is the oldest', () => {
    expect(apiKey('Produce').versions?.[0]).toBe(3)
    expect(advertisedVersions('Produce', 'broker')).toEqual([0, 13])
  })

  it('offer nothing to whom they do not belong', () => {
    expect(advertisedVersions('Produce', 'controller')).toBeNull()
    expect(advertisedVersions('Vote', 'broker')).toBeNull()
    expect(advertisedVersions('LeaderAndIsr', 'broker')).toBeNull()
  })

  // KIP-482 made Fetch flexible in 12; KIP-511 keeps ApiVersions readable for everybody.
  it('have a longer header once they are flexible, but for the answer to ApiVersions', () => {
    expect([11, 12].map((version) => requestHeaderVersion('Fetch', version))).toEqual([1, 2])
    expect([11, 12].map((version) => responseHeaderVersion('Fetch', version))).toEqual([0, 1])
    expect(requestHeaderVersion('ApiVersions', 4)).toBe(2)
    expect(responseHeaderVersion('ApiVersions', 4)).toBe(0)
  })
})
