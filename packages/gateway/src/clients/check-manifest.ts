// What is wrong with a manifest, and what of it is too much: for its developer before it is handed in, and for
// whoever reviews it. Pure; the catalogue knows what each permission is worth.
import {
  expand,
  FREE_OF_ROOMS,
  GENERATION_NAMES,
  GENERATIONS,
  type Generation,
  grantDanger,
  type Limits,
  PERMISSIONS,
} from '@latchkey/catalogue'
import { type Finding, type FindingLevel, pathText } from './finding.ts'
import { type Path, type Places, placesIn } from './json-places.ts'
import { MANIFEST, type Manifest, wordsIn } from './manifest.ts'
import { INCLUDES, SMALLER } from './smaller.ts'

/** What a check came to; the manifest is there if nothing is wrong. */
export interface Checked {
  readonly manifest: Manifest | undefined
  readonly findings: readonly Finding[]
}

type Found = readonly [
  level: FindingLevel,
  code: string,
  path: Path,
  message: string,
  advice: string,
]

/** Checks the text of a file. */
export function checkText(text: string): Checked {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { manifest: undefined, findings: [notJson(text, error)] }
  }
  const places = placesIn(text)
  const twice = places.twice.map(
    ({ path }): Found => [
      ...(['wrong', 'twice', path, 'this name stands twice in one object'] as const),
      'keep one of the two',
    ],
  )
  const { manifest, found } = judged(value)
  const findings = told([...twice, ...found], places)
  return { manifest: twice.length > 0 ? undefined : manifest, findings }
}

/** Checks a value that came without a file. */
export function checkManifest(value: unknown): Checked {
  const { manifest, found } = judged(value)
  return { manifest, findings: told(found, undefined) }
}

const ORDER: readonly FindingLevel[] = ['wrong', 'much', 'note']

function told(found: readonly Found[], places: Places | undefined): readonly Finding[] {
  return found
    .map(([level, code, path, message, advice]) => {
      const line = places?.lineOf(path) ?? null
      return { level, code, path: pathText(path), line, message, advice }
    })
    .toSorted((one, other) => ORDER.indexOf(one.level) - ORDER.indexOf(other.level))
}

function notJson(text: string, error: unknown): Finding {
  const message = error instanceof Error ? error.message : ''
  const at = /line (\d+)/.exec(message)?.[1] ?? lineAt(text, /position (\d+)/.exec(message)?.[1])
  return {
    ...{ level: 'wrong', code: 'not-json', path: '', line: Number(at), message: 'this is no JSON' },
    advice: 'look for a comma, a quote or a bracket that is missing at or before this line',
  }
}

const lineAt = (text: string, position: string | undefined): number =>
  text.slice(0, position === undefined ? text.length : Number(position)).split('\n').length

function judged(value: unknown): {
  readonly manifest: Manifest | undefined
  found: readonly Found[]
} {
  const parsed = MANIFEST.safeParse(value)
  if (!parsed.success) {
    const found = parsed.error.issues.map((issue): Found => {
      const path = issue.path.map((one) => (typeof one === 'number' ? one : String(one)))
      return ['wrong', 'form', path, issue.message, 'see docs/clients.md for the form']
    })
    return { manifest: undefined, found }
  }
  const manifest = parsed.data
  const wrong = wrongIn(manifest)
  if (wrong.length > 0) return { manifest: undefined, found: wrong }
  const found = [...muchIn(manifest), ...limitsIn(manifest), ...absentIn(manifest)]
  return { manifest, found: [...found, ...redirectsIn(manifest)] }
}

/** Where the word of a permission stands. */
const at = (index: number): Path => ['permissions', index, 'permission']

function wrongIn({ permissions }: Manifest): readonly Found[] {
  const seen = new Set<string>()
  return permissions.flatMap(({ permission }, index): readonly Found[] => {
    // An unknown word is unknown on every generation of Homey.
    const [refused] = expand([permission], GENERATIONS[0] ?? 'pro-2023').refused
    const isTwice = seen.has(permission)
    seen.add(permission)
    if (refused) {
      const advice = 'name one of those that there are: latchkey permissions'
      return [['wrong', 'unknown-permission', at(index), refused.message, advice]]
    }
    if (!isTwice) return []
    const advice = 'name it once, with one reason'
    return [['wrong', 'named-twice', at(index), `"${permission}" is named twice`, advice]]
  })
}

function muchIn(manifest: Manifest): readonly Found[] {
  const words = wordsIn(manifest)
  const limits = limitsWanted(manifest)
  return manifest.permissions.flatMap(({ permission, reason }, index): readonly Found[] => {
    const found: Found[] = []
    const full = fullBecause(permission, limits)
    if (full !== undefined) {
      const safer = PERMISSIONS.get(permission)?.safer.replaceAll('{app}', manifest.name)
      const advice = `leave it out if you can${safer === undefined ? '' : `; safer: ${safer}`}`
      found.push([
        'much',
        'full-control',
        at(index),
        full.replaceAll('{app}', manifest.name),
        advice,
      ])
    }
    const smaller = SMALLER[permission]
    if (smaller && !words.includes(smaller.instead)) {
      const advice = `ask for ${smaller.instead} instead, if ${smaller.when}`
      found.push(['much', 'smaller', at(index), `less than "${permission}" may do`, advice])
    }
    const by = words.find((other) => other !== permission && covers(other, permission))
    if (by !== undefined) {
      found.push([
        ...(['much', 'included', at(index), `"${by}" includes "${permission}"`] as const),
        `drop one of the two; "${permission}" alone asks for less`,
      ])
    }
    const thin = thinReason(manifest, reason, permission, index)
    return thin ? [...found, thin] : found
  })
}

function fullBecause(permission: string, limits: Limits | null): string | undefined {
  const all = expand([permission], 'pro-2023')
  const merged = limits || all.limits ? { ...limits, ...all.limits } : null
  const { danger, reasons } = grantDanger(all.permissions, merged)
  if (danger !== 'full') return undefined
  const worst = reasons.find((one) => one.danger === 'full')
  const because =
    worst?.because ?? PERMISSIONS.get(permission)?.escalates ?? 'it can do everything.'
  return `"${permission}" comes to full control of the home: ${because}`
}

/** Whether all that one word gives, and more, another gives too. */
function covers(other: string, word: string): boolean {
  if (INCLUDES[other] === word) return true
  return GENERATIONS.every((generation) => {
    const small = expand([word], generation).permissions
    const large = new Set(expand([other], generation).permissions)
    return small.every((one) => large.has(one)) && large.size > small.length
  })
}

function thinReason(
  { permissions }: Manifest,
  reason: string,
  permission: string,
  index: number,
): Found | undefined {
  const path = ['permissions', index, 'reason']
  const isOther = permissions.some((one, other) => other < index && one.reason === reason)
  if (isOther) {
    const advice = 'say what it does with this one; owners read the reasons side by side'
    return ['much', 'same-reason', path, 'the same reason stands at another permission', advice]
  }
  const label = PERMISSIONS.get(permission)?.label
  const isLabel = reason.toLowerCase().replace(/\W+$/, '') === label?.toLowerCase()
  if (!isLabel && reason.trim().split(/\s+/).length >= 4) return undefined
  const advice = 'say what the app does with it that the owner wants'
  return ['much', 'thin-reason', path, 'this says little more than the permission itself', advice]
}

function limitsWanted({ limits }: Manifest): Limits | null {
  if (!limits) return null
  const { choose = [], own, drafts } = limits
  // Which ones the owner picks does not matter for how bad it can get; that some are picked does.
  const picked = Object.fromEntries(choose.map((kind) => [kind, ['picked']]))
  return { ...picked, ...(own && { own }), ...(drafts && { drafts }) }
}

function limitsIn(manifest: Manifest): readonly Found[] {
  const { choose = [] } = manifest.limits ?? {}
  const isByRooms = choose.includes('zones') || choose.includes('devices')
  if (!isByRooms) return []
  return manifest.permissions.flatMap(({ permission }, index): readonly Found[] => {
    if (!FREE_OF_ROOMS.has(permission)) return []
    const message = `rooms do not bound "${permission}": it is about the whole home`
    return [['note', 'free-of-rooms', at(index), message, 'leave it out, or say so in its reason']]
  })
}

function absentIn({ permissions }: Manifest): readonly Found[] {
  return permissions.flatMap(({ permission, optional }, index): readonly Found[] => {
    const without = GENERATIONS.filter((one) => isAbsent(permission, one))
    if (without.length === 0) return []
    const names = without.map((one) => GENERATION_NAMES[one]).join(', ')
    const message = `"${permission}" does not exist on: ${names}`
    const advice = optional
      ? 'the app gets nothing for it there'
      : 'mark it as optional if the app works without it there'
    return [['note', 'absent', at(index), message, advice]]
  })
}

const isAbsent = (word: string, generation: Generation): boolean =>
  expand([word], generation).absent.length > 0

function redirectsIn({ redirectUris }: Manifest): readonly Found[] {
  return redirectUris.flatMap((uri, index): readonly Found[] => {
    if (URL.parse(uri)?.hostname !== 'localhost') return []
    const advice = 'use http://127.0.0.1 (RFC 8252, 8.3)'
    return [
      ['note', 'localhost', ['redirectUris', index], 'another program may be localhost', advice],
    ]
  })
}
