// What is other in one manifest than in another, for whoever reviews the newer one.
import type { Manifest } from './manifest.ts'

/** One part that differs; null where it was not there before, or is not there now. */
export interface Difference {
  /** `name`, `permission`, `reason`, … */
  readonly part: string
  /** Which one, where there are several. */
  readonly of: string | null
  readonly before: string | null
  readonly after: string | null
}

const PLAIN = ['name', 'version', 'homepage', 'contact'] as const

/** What differs; permissions first, as they matter most. */
export function differences(before: Manifest, after: Manifest): readonly Difference[] {
  const plain = PLAIN.map((part) => of(part, null, before[part], after[part]))
  const limits = of('limits', null, limitText(before), limitText(after))
  return [...asked(before, after), ...redirects(before, after), limits, ...plain].filter(
    (one) => one.before !== one.after,
  )
}

const of = (
  part: string,
  which: string | null,
  before: string | null,
  after: string | null,
): Difference => ({ part, of: which, before, after })

const limitText = ({ limits }: Manifest): string | null =>
  limits === undefined ? null : JSON.stringify(limits)

function asked(before: Manifest, after: Manifest): readonly Difference[] {
  const [was, is] = [byWord(before), byWord(after)]
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((word) => {
    const [one, other] = [was.get(word), is.get(word)]
    if (!one || !other) return [of('permission', word, need(one), need(other))]
    return [
      of('permission', word, need(one), need(other)),
      of('reason', word, one.reason, other.reason),
    ]
  })
}

type Asked = Manifest['permissions'][number]

const need = (one: Asked | undefined): string | null =>
  one === undefined ? null : one.optional ? 'optional' : 'required'

const byWord = ({ permissions }: Manifest): ReadonlyMap<string, Asked> =>
  new Map(permissions.map((one) => [one.permission, one]))

function redirects(before: Manifest, after: Manifest): readonly Difference[] {
  const has = (manifest: Manifest, uri: string) =>
    manifest.redirectUris.includes(uri) ? uri : null
  const all = new Set([...before.redirectUris, ...after.redirectUris])
  return [...all].map((uri) => of('redirectUri', null, has(before, uri), has(after, uri)))
}
