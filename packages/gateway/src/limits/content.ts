// Judges what is written as a whole (docs/decisions/0009, "Judged writes"): is it understood, is all
// that it names covered, may its effects be.
import { type Reason, understood, WHYS } from '@latchkey/catalogue'
import { cardRefusals, excusedApps, isExcused } from './card-rules.ts'
import { cardsIn } from './cards-in.ts'
import type { Coverage } from './coverage.ts'
import { type ContentKind, type ContentMember, contentFacts, deviceFacts } from './facts.ts'
import type { Json } from './json.ts'
import { type Denied, deny } from './judgement.ts'
import { SECURITY } from './security.ts'

/** Judges the content of an object; nothing if it may be written. */
export function contentRefusal(
  kind: ContentKind,
  object: Json,
  coverage: Coverage,
): Denied | undefined {
  const cards = cardsIn(kind, object)
  const found = understood(kind, object)
  const reason = found.understood
    ? undefined
    : found.reasons.find((one) => !isExcused(one, cards, coverage))
  if (reason) return deny('not-understood', inWords(reason))
  const refusal = cardRefusals(cards, coverage)
  if (refusal) return refusal
  const facts = contentFacts(kind, object)
  const excused = excusedApps(cards, coverage)
  const members = facts.members.filter(({ kind: what, id }) => what !== 'app' || !excused.has(id))
  if (!members.every((member) => coverage.contents.coversMember(member))) return notCovered()
  for (const member of members) {
    const effect = effectRefusal(member, coverage)
    if (effect) return effect
  }
  if (kind === 'dashboard') return undefined
  const outside = [...facts.capabilities].some((one) => !coverage.coversCapability(one))
  return outside ? notCovered() : undefined
}

/** In the same words whether it is not covered or not there. */
export const notCovered = (): Denied => deny('content-not-covered')

function inWords({ path, why }: Reason): string {
  const place = path.length === 0 ? 'the body' : path.join('.').slice(0, 200)
  return `the limits of this key allow only what is understood wholly, and ${place} ${WHYS[why]}.`
}

const CHANGES: ReadonlySet<string> = new Set(['starts', 'writes', 'acts'])
const OF_OWN = ['flow', 'advanced-flow', 'mood', 'variable', 'dashboard', 'script'] as const

// What a write brings about later asks for as much as doing it.
function effectRefusal({ kind, id, uses }: ContentMember, coverage: Coverage): Denied | undefined {
  if (kind === 'device' || kind === 'group') {
    const held = uses.includes('acts') || uses.includes('holds')
    return held ? securityRefusal(id, coverage, 'content-not-covered') : undefined
  }
  const own = OF_OWN.find((one) => one === kind)
  if (!own || !uses.some((use) => CHANGES.has(use))) return undefined
  const { items } = coverage.home
  const what = own === 'flow' && !items.flow.has(id) ? 'advanced-flow' : own
  return coverage.mayAffect(what, id) ? undefined : deny('content-not-covered', OWN_CONTENT)
}

const OWN_CONTENT =
  'this key changes only what it made itself or what its limits name, and what is written would change something else.'

/** Whether moving this device asks for a permission that is not held. */
export function securityRefusal(
  id: string,
  { home, subject }: Coverage,
  reason: 'content-not-covered' | 'limited',
): Denied | undefined {
  const device = home.items.device.get(id)
  if (!device || !deviceFacts(device).security || subject.permissions.has(SECURITY))
    return undefined
  const words = `this moves a lock, a garage door, an alarm or a siren, which needs ${SECURITY} as well.`
  return deny(reason, words, [[SECURITY]])
}
