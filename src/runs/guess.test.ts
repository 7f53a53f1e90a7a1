import { describe, expect, it } from 'vitest'
import { judgedAnswers } from './guess.ts'
import { sampleRun } from './testing/sample-run.ts'

const lost = { lane: 'Flume', of: 'lost' } as const

describe('a guess', () => {
  it('is judged by the run, whose number it tells', () => {
    const answers = judgedAnswers(sampleRun(), {
      question: 'How many are lost?',
      answers: [
        { label: 'none', when: { ...lost, to: 0 } },
        { label: 'some', when: { ...lost, from: 1 } },
      ],
    })
    expect(answers.map(({ isRight }) => isRight)).toEqual([false, true])
    expect(answers.map(({ says }) => says)).toEqual([
      'Not in this run: the answer is “some”. Flume, lost: 4.',
      'You were right. Flume, lost: 4.',
    ])
  })

  it('counts both bounds in', () => {
    const guess = { question: '?', answers: [{ label: 'four', when: { ...lost, from: 4, to: 4 } }] }
    expect(judgedAnswers(sampleRun(), guess)[0]?.isRight).toBe(true)
  })

  it.each([
    ['no answer is right', [{ label: 'none', when: { ...lost, to: 3 } }], 'and 0 are: "none" has lost 4'],
    ['two answers are right', [{ label: 'few', when: { ...lost, to: 4 } }, { label: 'many', when: { ...lost, from: 4 } }], 'and 2 are'],
    ['an answer has no bounds', [{ label: 'any', when: lost }], 'neither "from" nor "to"'],
  ])('ends the build when %s', (_, answers, message) => {
    expect(() => judgedAnswers(sampleRun(), { question: 'How many?', answers })).toThrow(message)
  })
})
