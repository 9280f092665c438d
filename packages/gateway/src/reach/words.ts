// A reach in words for owners, in English and Dutch: what a client may do by itself, what follows because
// something in the home reacts, and where nobody can see what follows.
import { permissionWords } from '@latchkey/catalogue'
import type { Consequence, Link, Role } from './consequence.ts'
import type { Direct } from './direct.ts'
import type { Escalation } from './escalations.ts'
import type { Reach } from './reach.ts'
import { fill, type ReachLanguage, WORDS } from './word-table.ts'

/** A reach in words; each a list of sentences. */
export interface ReachWords {
  readonly everything: readonly string[]
  readonly directly: readonly string[]
  readonly because: readonly string[]
  readonly unseen: readonly string[]
}

/** How many names a sentence holds, and how many sentences a list. */
const MOST_NAMES = 12
const MOST_LINES = 30

/** The words of a reach; `client` is what the owner calls the client. */
export function reachWords(reach: Reach, client: string, language: ReachLanguage): ReachWords {
  const say = speaker(language)
  return {
    everything: reach.everything.map((one) => everythingOf(one, client, say, language)),
    directly: directly(reach.directly, say),
    because: grouped(ordered(reach.because), say, (all, chain) =>
      say('because', {
        what: names(
          all.map((one) => outcomeOf(one, say)),
          say,
        ),
        chain,
      }),
    ),
    unseen: [
      ...grouped(reach.unseen, say, (all, chain) => {
        const what = names(
          all.map((one) => outcomeOf(one, say)),
          say,
        )
        return chain === '' ? say('unseenDirectly', { what }) : say('unseen', { what, chain })
      }),
      ...reach.unread.map((kind) => say(kind === 'apps' ? 'unreadApps' : 'unreadScripts', {})),
    ],
  }
}

/** A chain as words: `it sets ‘Lamp’ → your Flow ‘Coming home’ reacts`. */
export function chainWords(via: readonly Link[], language: ReachLanguage): string {
  return chainOf(via, speaker(language))
}

/** The name of a device, with what it is where that matters: `Front door (lock)`. */
export function roleWords(name: string, role: Role | null, language: ReachLanguage): string {
  return withRole(name, role, speaker(language))
}

type Say = (row: keyof typeof WORDS, values: Readonly<Record<string, string | number>>) => string

const speaker =
  (language: ReachLanguage): Say =>
  (row, values) =>
    fill(WORDS[row][language], values)

function everythingOf(
  { permission, because, apps }: Escalation,
  client: string,
  say: Say,
  language: ReachLanguage,
) {
  // What limits leave of a permission has words of its own, in English only.
  const isPlain = because === permissionWords(permission, 'en')?.escalates
  const told = isPlain ? (permissionWords(permission, language)?.escalates ?? because) : because
  const text = told.replaceAll('{app}', () => client)
  if (apps.length === 0) return `${permission}: ${text}`
  const known = apps.filter((one) => one !== '?')
  return `${permission}: ${text} ${known.length === 0 ? say('appsUnread', {}) : say('appsHere', { apps: names(known, say) })}`
}

const DOINGS = ['control', 'watch', 'start', 'set', 'run', 'call', 'switch', 'change'] as const

function directly(things: readonly Direct[], say: Say): readonly string[] {
  return DOINGS.flatMap((does) => {
    const kinds = Map.groupBy(
      things.filter((one) => one.does === does),
      ({ kind }) => kind,
    )
    return [...kinds].map(([kind, all]) => {
      const count = all.length
      const noun = say(count === 1 ? `one:${kind}` : `noun:${kind}`, {})
      const sorted = all.toSorted((a, b) => Number(!a.role) - Number(!b.role))
      const called = sorted.filter(({ name }) => name !== '')
      const list = names(
        called.map(({ name, role }) => withRole(name, role ?? null, say)),
        say,
        count,
      )
      const row = called.length === 0 ? 'doesOne' : 'does'
      return say(row, { does: say(`does:${does}`, {}), count, noun, list })
    })
  })
}

// Everything that happens by the same chain is told at once.
function grouped(
  all: readonly Consequence[],
  say: Say,
  line: (all: readonly Consequence[], chain: string) => string,
): readonly string[] {
  const byChain = Map.groupBy(all, ({ via }) => chainOf(via, say))
  const lines = [...byChain].map(([chain, those]) => line(those, chain))
  const rest = lines.length - MOST_LINES
  return rest <= 0 ? lines : [...lines.slice(0, MOST_LINES), say('more', { count: rest })]
}

// What guards the house comes first, and last what only passes something on.
const WEIGHTS: Readonly<Partial<Record<Consequence['kind'], number>>> = {
  ...{ 'app-install': 2, system: 2, presence: 2, 'flow-on': 2, 'flow-off': 2 },
  ...{ 'device-control': 3, 'app-card': 5, variable: 6, 'flow-start': 6 },
}

function weight(one: Consequence): number {
  if (one.kind === 'device-control' && one.security) return 0
  return one.kind === 'device-control' && one.role ? 1 : (WEIGHTS[one.kind] ?? 4)
}

const ordered = (all: readonly Consequence[]) => all.toSorted((a, b) => weight(a) - weight(b))

function outcomeOf(one: Consequence, say: Say): string {
  if (one.kind === 'device-control') return withRole(one.name, one.role, say)
  if (one.kind === 'unknown') return say(`why:${one.why}`, { name: one.name || one.what })
  if ('id' in one) return say(`outcome:${one.kind}`, { name: one.name || one.id })
  if (one.kind === 'app-card') return say('outcome:app-card', { name: one.name })
  return say(`outcome:${one.kind}`, {})
}

const withRole = (name: string, role: Role | null, say: Say): string =>
  role ? `${name} (${say(`role:${role}`, {})})` : name

function chainOf(via: readonly Link[], say: Say): string {
  const links = via.map(({ by, kind, name }) =>
    say(`link:${by}`, { name: say(`link-noun:${kind}`, { name }) }),
  )
  const chain = links.join(' → ')
  const { by } = via[0] ?? {}
  return by === undefined || by === 'triggers' ? chain : say('it', { chain })
}

/** At most so many names, and how many more of them all there are. */
function names(all: readonly string[], say: Say, count?: number): string {
  const distinct = [...new Set(all)]
  const shown = distinct.slice(0, MOST_NAMES)
  const rest = distinct.length > MOST_NAMES ? (count ?? distinct.length) - shown.length : 0
  const list = shown.join(', ')
  return rest > 0 ? `${list} ${say('andMore', { count: rest })}` : list
}
