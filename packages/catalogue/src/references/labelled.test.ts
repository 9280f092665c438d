// How the labelled corpus is written and checked. An object is a function of the ids in it: what follows
// a rewriting is taken from the argument, what has to stay is written as it is. The labels say which
// references there are. The rows are in the `corpus-….test.ts` beside this file.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Form, Reference, ReferenceKind, Sureness } from './reference.ts'
import { references } from './references.ts'
import { type Mapping, rewrite } from './rewrite.ts'
import type { ObjectKind } from './shapes.ts'

const NAMES = [
  ...['lamp', 'plug', 'sensor', 'kitchen', 'hall', 'flow', 'other', 'folder', 'mode', 'count'],
  ...['movie', 'night', 'alarm', 'user', 'script', 'image', 'board', 'key'],
] as const
type Name = (typeof NAMES)[number]
export type Ids = Readonly<Record<Name, string>>

const idsFrom = (first: number): Ids =>
  Object.fromEntries(
    NAMES.map((name, at) => [
      name,
      `${(first + at).toString(16)}cafe00-1a2b-4c3d-8e4f-a1b2c3d4e5f6`,
    ]),
  ) as Record<Name, string>

/** The ids as they are. */
export const OLD = idsFrom(0x10)
/** As they are afterwards: every id moves one up, so that all of them are on both sides. */
export const NEW: Ids = Object.fromEntries(
  NAMES.map((name, at) => [name, OLD[NAMES[(at + 1) % NAMES.length] ?? name]]),
) as Record<Name, string>
export const MAPPING: Mapping = Object.fromEntries(
  NAMES.map((name) => [OLD[name], { id: NEW[name] }] as const),
)

export type Label = `${Form} ${ReferenceKind} ${string}`
/** What it is, the object, and the references in it as `form kind name`. */
export type Row = readonly [
  what: string,
  kind: ObjectKind,
  object: (id: Ids) => unknown,
  labels: readonly Label[],
]

const action = (card: Readonly<Record<string, unknown>>) => ({
  ...{ id: 'homey:manager:notifications:create_notification', group: 'then' },
  ...{ args: {}, delay: null, duration: null, ...card },
})
/** A flow with one action. */
export const flowOf = (card: Readonly<Record<string, unknown>>) => ({
  ...{ name: 'Flow', folder: null, enabled: true, conditions: [], actions: [action(card)] },
  trigger: { id: 'homey:manager:flow:programmatic_trigger', args: {} },
})
/** A flow that says something. */
export const saying = (text: string) => flowOf({ args: { text } })
/** A flow with a card that has arguments. */
export const doing = (args: Readonly<Record<string, unknown>>, id = 'homey:manager:x:y') =>
  flowOf({ id, args })
/** A script. */
export const coded = (code: string) => ({ id: OLD.script, name: 'Script', version: 1, code })
/** An advanced flow. */
export const canvas = (cards: Readonly<Record<string, unknown>>) => ({ name: 'Flow', cards })

const nameOf = (id: string): string => NAMES.find((name) => OLD[name] === id) ?? id

/** Forms that are not certain. */
const SURE: Readonly<Partial<Record<Form, Sureness>>> = {
  ...{ words: 'review', glued: 'review', name: 'review', 'hub-id': 'review' },
  ...{ 'code-comment': 'review', 'code-name': 'review' },
  ...{ 'code-joined': 'manual', 'code-escaped': 'manual', 'code-broken': 'manual' },
}

/** Forms whose place is that of the expression, not of the id. */
const AROUND: readonly Form[] = ['code-joined', 'code-escaped', 'code-name']

/** One test for each row, and one that recall is complete; the counts of each form are printed. */
export function checkCorpus(rows: readonly Row[]): void {
  const counts = new Map<string, Count>()
  for (const [what, kind, object, labels] of rows) {
    test(what, () => {
      const before = object(OLD)
      const copy = JSON.stringify(before)
      const found = references(kind, before)
      const said = found.map(({ form, kind, id }) => `${form} ${kind} ${nameOf(id)}`)
      count(counts, labels, said)
      assert.deepEqual(said.toSorted(), labels.toSorted())
      for (const reference of found) assertPlace(before, reference)
      const after = rewrite(kind, before, MAPPING)
      assert.equal(JSON.stringify(after), JSON.stringify(object(NEW)))
      assert.equal(JSON.stringify(before), copy, 'the object itself is not changed')
    })
  }
  test('every label was found, and nothing else', () => {
    const all = [...counts.values()]
    const sum = (of: keyof Count) => all.reduce((total, row) => total + row[of], 0)
    const [labelled, found, strange] = [sum('labelled'), sum('found'), sum('strange')]
    console.table(Object.fromEntries([...counts].sort()))
    console.log(`${rows.length} objects, ${labelled} references`, { labelled, found, strange })
    assert.deepEqual([found, strange], [labelled, 0])
  })
}

function assertPlace(object: unknown, { path, id, at, form, sure }: Reference): void {
  if (form !== 'code-regex') assert.equal(sure, SURE[form] ?? 'certain', form)
  if (AROUND.includes(form)) return
  const value = path.reduce<unknown>((inside, step) => Object(inside)[step], object)
  const text = form === 'key' ? path.at(-1) : value
  assert.ok(String(text).startsWith(id, at), `${path.join('/')} at ${at}`)
}

interface Count {
  labelled: number
  found: number
  strange: number
}

function count(
  counts: Map<string, Count>,
  labels: readonly string[],
  said: readonly string[],
): void {
  const row = (label: string): Count => {
    const [form = ''] = label.split(' ')
    const now = counts.get(form) ?? { labelled: 0, found: 0, strange: 0 }
    counts.set(form, now)
    return now
  }
  const left = [...said]
  for (const label of labels) {
    row(label).labelled += 1
    const at = left.indexOf(label)
    if (at < 0) continue
    row(label).found += 1
    left.splice(at, 1)
  }
  for (const strange of left) row(strange).strange += 1
}
