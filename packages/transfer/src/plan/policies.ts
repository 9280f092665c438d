// Policies: which make sense for which kind, and how people name kinds and policies on a command line.
import { KIND_NAMES, type KindName } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import { POLICIES, type Policy } from './plan.ts'

/** What somebody chose otherwise than the table of kinds. */
export type ChosenPolicies = Readonly<Partial<Record<KindName, Policy>>>

const MADE: readonly Policy[] = ['adopt', 'skip', 'rename', 'overwrite', 'ask']
const SET: readonly Policy[] = ['adopt', 'skip', 'overwrite', 'ask']

/** Policies by kind. `adopt` is what happens anyway where nothing differs; elsewhere it skips. */
const SENSIBLE: Readonly<Record<KindName, readonly Policy[]>> = {
  user: ['merge'],
  app: ['merge', ...SET],
  'app-setting': ['merge', ...SET],
  zone: ['merge', ...MADE],
  device: SET,
  group: MADE,
  variable: MADE,
  'flow-folder': ['merge', ...MADE],
  alarm: MADE,
  script: MADE,
  mood: ['merge', ...MADE],
  flow: MADE,
  'advanced-flow': MADE,
  dashboard: ['merge', ...MADE],
  option: SET,
  experiment: SET,
  'notification-owner': SET,
  favourites: ['merge', ...SET],
  'google-sync': SET,
}

/** The policy of a kind. */
export function policyOf(kind: KindName, chosen: ChosenPolicies): Policy {
  return chosen[kind] ?? KINDS[kind].policy
}

/** A kind by its name, its plural or its label: `flow`, `flows`, `Flow folders`. */
export function kindNamed(word: string): KindName | undefined {
  const wanted = word.trim().toLowerCase().replaceAll(' ', '-')
  return KIND_NAMES.find((kind) => {
    const label = KINDS[kind].label.toLowerCase().replaceAll(' ', '-')
    return [kind, `${kind}s`, `${kind.replace(/y$/, 'ie')}s`, label].includes(wanted)
  })
}

/**
 * Reads `flows=rename`. @throws RangeError that says what would do
 */
export function parsePolicy(text: string): readonly [KindName, Policy] {
  const [word = '', value = ''] = text.split('=')
  const kind = kindNamed(word)
  if (kind === undefined) {
    throw new RangeError(`There is no kind "${word}". Kinds: ${KIND_NAMES.join(', ')}.`)
  }
  const policy = POLICIES.find((one) => one === value.trim())
  const sensible = SENSIBLE[kind]
  if (policy === undefined || !sensible.includes(policy)) {
    throw new RangeError(
      `"${value}" is no policy for ${KINDS[kind].label}. Choose one of: ${sensible.join(', ')}.`,
    )
  }
  return [kind, policy]
}
