// Questions are put in turn; answers become decisions, and mistakes are asked again.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Binding, Question, TransferMapping } from '../mapping/mapping.ts'
import { type Answer, askQuestions, type Turn } from './ask.ts'

const question = (sources: readonly string[], targets: readonly string[]): Question => ({
  ...{ kind: 'device', band: 'ambiguous' },
  sources: sources.map((id) => ({ id, name: `Lamp ${id}` })),
  candidates: targets.map((target) => ({
    ...{ target, targetName: target, score: 7, evidence: [{ what: 'same driver', weight: 5 }] },
  })),
})

const mapping = (...questions: Question[]): TransferMapping => ({
  ...{ format: 'homey-mapping', version: 1, source: 'a', target: 'b', bindings: [], questions },
})

test('an answer is kept with its evidence, and its target is offered to nobody else', async () => {
  const seen: (readonly string[])[] = []
  const asked = mapping(question(['s1'], ['t1', 't2']), question(['s2'], ['t1', 't2']))
  const done = await askQuestions(asked, async ({ candidates, sources: [source] }) => {
    seen.push(candidates.map(({ target }) => target))
    return new Map([[source?.id ?? '', candidates[0]?.target ?? null]])
  })
  assert.deepEqual(seen, [['t1', 't2'], ['t2']])
  assert.deepEqual(done.questions, [])
  assert.deepEqual(done.bindings[0], {
    ...{ kind: 'device', source: 's1', target: 't1', by: 'user', score: 7 },
    evidence: [{ what: 'same driver', weight: 5 }],
    ...{ sourceName: 'Lamp s1', targetName: 't1' },
  })
})

test('what is not answered stays open, and after a stop nobody is asked', async () => {
  const asked = mapping(question(['s1', 's2'], ['t1', 't2']), question(['s3'], ['t3']))
  let turns = 0
  const done = await askQuestions(asked, async (): Promise<Answer> => {
    turns++
    return turns === 1 ? new Map([['s2', null]]) : 'stop'
  })
  assert.equal(turns, 2)
  assert.deepEqual(
    done.bindings.map(({ source, target }) => [source, target]),
    [['s2', null]],
  )
  assert.deepEqual(
    done.questions.map(({ sources }) => sources.map(({ id }) => id)),
    [['s1'], ['s3']],
  )
})

test('an answer that cannot be is asked again, with what is wrong with it', async () => {
  const answers = [
    new Map([['s9', 't1']]),
    new Map([
      ['s1', 't1'],
      ['s2', 't1'],
    ]),
    new Map([['s1', 'taken']]),
    new Map([['s1', 't1']]),
  ]
  const problems: (string | undefined)[] = []
  const taken: Binding = {
    ...{ kind: 'device', source: 's0', target: 'taken', by: 'key', evidence: [] },
    ...{ sourceName: null, targetName: null },
  }
  const asked = { ...mapping(question(['s1', 's2'], ['t1'])), bindings: [taken] }
  await askQuestions(asked, async (_question, { problem }: Turn) => {
    problems.push(problem)
    return answers.shift() ?? 'stop'
  })
  assert.deepEqual(problems, [
    undefined,
    'The question is not about s9.',
    't1 cannot stand for two: give each its own.',
    'taken stands for something else already.',
  ])
})

test('whatever is answered, no target stands for two, and no source is lost', async () => {
  const groups = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(groups, fc.infiniteStream(fc.nat(3)), async (sizes, choices) => {
      const targets = ['t0', 't1', 't2', 't3', 't4', 't5']
      const questions = sizes.map((size, at) =>
        question(
          Array.from({ length: size }, (_, one) => `s${at}.${one}`),
          targets,
        ),
      )
      const done = await askQuestions(mapping(...questions), async ({ sources, candidates }) => {
        const free = candidates.map(({ target }) => target)
        const rows = sources.flatMap(({ id }): [string, string | null][] => {
          const [choice] = choices.take(1)
          if (choice === 0) return []
          return [[id, choice === 1 ? null : (free.shift() ?? null)]]
        })
        return new Map(rows)
      })
      const bound = done.bindings.flatMap(({ target }) => target ?? [])
      assert.equal(new Set(bound).size, bound.length)
      const after = [
        ...done.bindings.map(({ source }) => source),
        ...done.questions.flatMap(({ sources }) => sources.map(({ id }) => id)),
      ]
      const before = questions.flatMap(({ sources }) => sources.map(({ id }) => id))
      assert.deepEqual(after.sort(), before.sort())
    }),
  )
})
