// A script, as far as reach goes: the objects that it certainly names, and that it may do more, because
// code can do anything that its app may.
import { type Reference, references } from '@latchkey/catalogue'
import type { Act } from './acts.ts'
import type { ScriptFacts } from './extras.ts'
import { remembered } from './remembered.ts'

/** Forms that code does not carry out. */
const ASIDE: ReadonlySet<Reference['form']> = new Set(['code-comment', 'code-broken', 'code-name'])

/** What a script does. */
export const scriptActs = remembered((script: ScriptFacts): readonly Act[] => {
  const found = references('script', { code: script.code })
  const ids = found.filter(({ form, id }) => id !== '' && !ASIDE.has(form)).map(({ id }) => id)
  const named = [...new Set(ids)].map((id): Act => ({ do: 'named', id }))
  return [...named, { do: 'code', card: script.id }]
})
