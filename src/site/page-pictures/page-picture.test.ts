import { describe, expect, it } from 'vitest'
import { pagePicture, wrapped } from './page-picture.ts'
import { ownPictures, pagePictureAddress } from './picture-address.ts'

describe('the picture of a page', () => {
  it('breaks lines between words, and never makes one longer than it may be unless a word is', () => {
    expect(wrapped('a bb ccc dddd', 6)).toEqual(['a bb', 'ccc', 'dddd'])
    expect(wrapped('unbreakable', 4)).toEqual(['unbreakable'])
  })

  it('holds its text as text', () => {
    expect(pagePicture('a < b & c', '')).toContain('a &lt; b &amp; c')
  })

  it('has an address for each page, and the guide’s own for those without', () => {
    expect(pagePictureAddress('/durability/')).toBe('/page-pictures/durability.png')
    expect(pagePictureAddress('/fidelity/kafka/log/')).toBe('/page-pictures/fidelity.png')
    expect(['/', '/404/', '/play/'].map(pagePictureAddress)).toEqual(Array(3).fill('/page-pictures/index.png'))
    expect(Object.keys(ownPictures)).toContain('index')
  })
})
