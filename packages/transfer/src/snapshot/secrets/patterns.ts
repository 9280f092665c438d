// What secrets look like, wherever they stand: in settings, in the texts of flows, in code. Ids and URIs
// of the home are never taken for one.
/** A stretch of a text. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** Patterns whose group `secret` is one. */
const PATTERNS: readonly RegExp[] = [
  // A JSON Web Token.
  /(?<secret>\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)/dg,
  // Tokens that begin with what they are: those of well-known services, and what is called a secret.
  /(?<secret>\b(?:sk|pk|rk|whsec)_(?:live|test|prod)?_?[A-Za-z0-9_-]{8,})/dg,
  /(?<secret>\b(?:gh[opsu]_|github_pat_|glpat-|xox[abprs]-|shpat_|AKIA|AIza|ya29\.|SG\.|key-|sk-)[\w.-]{12,})/dg,
  /(?<secret>\b(?:secret|SECRET)[-_][\w-]{3,})/dg,
  // A user and a password in a URL.
  /\b[a-z][a-z\d+.-]*:\/\/[^\s/:@'"`]*:(?<secret>[^\s/@'"`]+)@/dgi,
  // A header, as people write it down.
  /\b(?:Bearer|Basic|Token)\s+(?<secret>[\w.~+/=-]{8,})/dg,
  /\b(?:authorization|x-api-key|cookie)["']?\s*[:=]\s*["'`]?(?!Bearer\b|Basic\b)(?<secret>[^\s"'`,;}]{6,})/dgi,
  // A query, a form, a line of configuration, an assignment in code.
  /\b(?:[a-z_-]*(?:api[_-]?key|access[_-]?key|token|password|passwd|passphrase|pwd|secret|pincode|psk|credentials?|auth))["']?\s*[:=]\s*(?<secret>[^\s"'`&,;{}()[\]$|]{4,})/dgi,
  /\b(?:[a-z_-]*(?:key|token|password|passwd|passphrase|pass|pwd|secret|pin|pincode|psk|credentials?|auth))["']?\s*[:=]\s*["'`](?<secret>[^"'`\n]{4,})["'`]/dgi,
  /[?&](?:key|sig|signature|code|apikey|appid)=(?<secret>[^\s"'`&#]{6,})/dgi,
  // Addresses that whoever knows them may use: webhooks and private calendars.
  /\bhttps?:\/\/[\w.-]*hooks?\.[\w.-]+(?::\d+)?\/(?<secret>[^\s"'`]{8,})/dgi,
  /\bhttps?:\/\/[\w.:-]+\/(?:[\w.-]+\/)*(?:web)?hooks?\/(?<secret>[^\s"'`]{8,})/dgi,
  /\bhttps?:\/\/maker\.ifttt\.com\/(?<secret>[^\s"'`]{8,})/dgi,
  /\b(?:https?|webcal):\/\/[\w.:-]+\/(?<secret>[^\s"'`]{8,}\.ics)\b/dgi,
]

// Long runs that nobody would think up: hexadecimal, and letters of all kinds with digits.
const HEXADECIMAL = /(?<![\w-])(?<secret>[0-9a-f]{32,128})(?![\w-])/dgi
const RANDOM = /(?<![\w/+.:=-])(?<secret>[A-Za-z0-9+/_-]{24,512}={0,2})(?![\w/+.:-])/dg

/** What is no secret though it looks like one: an id, a URI of the home, a token of a flow. */
const HARMLESS =
  /^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|homey:.*|.*\[\[.*|true|false|null|undefined|args\[?.*|process\.env.*)$/is

/**
 * Where secrets stand in a text, in order and apart from each other. `runs`: whether a long run without
 * a word to it counts, which may as well be a serial number.
 */
export function secretStretches(text: string, runs = true): readonly Stretch[] {
  if (text.length < 6) return []
  const found: Stretch[] = []
  for (const pattern of PATTERNS) found.push(...matches(text, pattern, () => true))
  if (!runs) return merged(found)
  found.push(...matches(text, HEXADECIMAL, () => true))
  found.push(...matches(text, RANDOM, isRandom))
  return merged(found)
}

function matches(text: string, pattern: RegExp, good: (secret: string) => boolean): Stretch[] {
  return [...text.matchAll(pattern)].flatMap(({ groups, indices }) => {
    const secret = groups?.['secret'] ?? ''
    const [start, end] = indices?.groups?.['secret'] ?? []
    if (start === undefined || end === undefined) return []
    return HARMLESS.test(secret) || !good(secret) ? [] : [{ start, end }]
  })
}

// Letters of both cases and digits, mixed as only chance mixes them: more than four bits in a letter.
function isRandom(text: string): boolean {
  if (!/[a-z]/.test(text) || !/[A-Z]/.test(text) || !/\d/.test(text)) return false
  const changes = [...text.matchAll(/(?<=[a-z])[A-Z0-9]|(?<=[A-Z])[0-9]|(?<=\d)[A-Za-z]/g)].length
  return changes >= text.length / 6 && entropy(text) > 3.8
}

function entropy(text: string): number {
  const counts = new Map<string, number>()
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

function merged(found: readonly Stretch[]): Stretch[] {
  const apart: Stretch[] = []
  for (const one of [...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = apart.at(-1)
    if (last && one.start < last.end) {
      apart[apart.length - 1] = { start: last.start, end: Math.max(last.end, one.end) }
    } else apart.push(one)
  }
  return apart
}
