import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LinkDocument } from './link-document.ts'
import { isLink, LinkError, readLink, writeLink } from './link-fragment.ts'

const link: LinkDocument = {
  base: 'durability/process-kill',
  baseHash: 'abc123',
  engineHash: 'def456',
  changes: { 'flume.conf': [3, ['a1.channels.c1.type = file'], 9], 'gone.conf': null },
  parameters: { rate: 2_000 },
  seed: 7,
  momentMicros: 30_000_000,
  expected: { hash: 'a'.repeat(32), rows: [{ lane: 'Flume', destination: 'archive', owed: 10, delivered: 6, lost: 4, duplicates: 0 }] },
}

describe('a link to a run', () => {
  it('opens as what it was made from', async () => {
    const fragment = await writeLink(link)
    expect(isLink(fragment)).toBe(true)
    expect(await readLink(fragment)).toEqual(link)
  })

  it('ends in a letter or a digit, and has no character that needs escaping', async () => {
    expect(await writeLink(link)).toMatch(/^#r1\.[A-Za-z0-9_-]+\.[0-9a-f]{8}$/)
  })

  it('says so when it was cut off, wherever that happened', async () => {
    const fragment = await writeLink(link)
    for (let length = 4; length < fragment.length; length++) {
      await expect(readLink(fragment.slice(0, length))).rejects.toThrow(/incomplete/)
    }
  })

  it('says so when it is newer than the guide', async () => {
    await expect(readLink('#r2.abc.00000000')).rejects.toThrow(/newer/)
  })

  it('says so when it is too large, before anything is unpacked', async () => {
    await expect(readLink(`#r1.${'A'.repeat(70_000)}.00000000`)).rejects.toThrow(/too large/)
    const long = { ...link, changes: { 'a.conf': [0, [randomText(90_000)], 0] as const } }
    await expect(writeLink(long)).rejects.toThrow(/too large for a link/)
  })

  it('never answers garbage with anything but a LinkError', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        await expect(readLink(`#r1.${text}`)).rejects.toThrow(LinkError)
      }),
    )
  })
})

function randomText(length: number): string {
  let state = 1
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647
    return String.fromCharCode(33 + (state % 90))
  }).join('')
}
