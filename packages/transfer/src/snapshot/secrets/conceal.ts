// Takes the secrets out of an object: a value that is one becomes a stub; one that stands inside a longer
// text becomes a marker in it, so that texts stay texts and code stays code.
import type { Path } from '@latchkey/catalogue'
import { isObject, type Json, type JsonObject } from '../../json.ts'
import type { ReadObject, Secrecy } from '../../kinds/kind.ts'
import type { KindName } from '../../kinds/kind-name.ts'
import type { SecretStub, SnapshotObject } from '../snapshot.ts'
import { isTelling } from './names.ts'
import { secretStretches } from './patterns.ts'
import type { Vault } from './vault.ts'

/** What begins a marker. A text that holds it already is concealed as a whole. */
const MARK = '⟦secret '

interface Search {
  readonly secrecy: Secrecy
  /** Names directly below `content`, or below its `settings`, that definitions call secret. */
  readonly declared: readonly string[]
  readonly place: Path
  readonly vault: Vault
  readonly inline: Record<string, SecretStub>
}

/** An object of a kind without its secrets, which go to the vault. */
export function concealed(
  kind: KindName,
  { id, name, content, facts, secretSettings = [] }: ReadObject,
  secrecy: Secrecy,
  vault: Vault,
): Omit<SnapshotObject, 'sha256'> {
  const inline: Record<string, SecretStub> = {}
  const search = { secrecy, declared: secretSettings, place: [kind, id], vault, inline }
  const open = members(content, [], search)
  const known = secrecy === 'none' ? facts : withoutSecrets(facts)
  return {
    ...{ kind, id, name, content: open, facts: known },
    ...(Object.keys(inline).length > 0 && { inline }),
  }
}

/**
 * Facts without secrets. They are never written, so nothing is kept of a secret in them; what a device is
 * known by, which may look like one, is needed to find it again.
 */
function withoutSecrets(facts: JsonObject): JsonObject {
  const open = (value: Json): Json => {
    if (typeof value === 'string') return cutOut(value)
    if (Array.isArray(value)) return value.map(open)
    return isObject(value) ? withoutSecrets(value) : value
  }
  return Object.fromEntries(
    Object.entries(facts)
      .filter(([name, value]) => typeof value === 'boolean' || !isTelling(name, 'settings'))
      .map(([name, value]) => [name, open(value)]),
  )
}

function cutOut(text: string): string {
  return secretStretches(text, false).reduceRight(
    (rest, { start, end }) => `${rest.slice(0, start)}…${rest.slice(end)}`,
    text,
  )
}

function members(value: JsonObject, path: Path, search: Search): JsonObject {
  const entries = Object.entries(value).map(([name, member]) => {
    const at = [...path, name]
    // A member that begins as a stub does would be read as one.
    return [name.startsWith('$') ? `$${name}` : name, within(member, at, search)] as const
  })
  return Object.fromEntries(entries)
}

function within(value: Json, path: Path, search: Search): Json {
  const name = String(path.findLast((step) => typeof step === 'string') ?? '')
  if (isSecret(path, name, search)) return hidden(value, path, search)
  if (typeof value === 'string') return inText(value, path, search)
  if (Array.isArray(value)) return value.map((one, at) => within(one, [...path, at], search))
  return isObject(value) ? members(value, path, search) : value
}

function isSecret(path: Path, name: string, { secrecy, declared }: Search): boolean {
  const isSetting = path.length === 1 || (path.length === 2 && path[0] === 'settings')
  if (isSetting && declared.includes(name)) return true
  const telling = path[0] === 'name' ? false : isTelling(name, secrecy)
  // The name of a setting is not where it stands, but what it is called.
  return telling && !STRUCTURE.includes(name)
}

/** Names of the hub's own forms that only sound like one. */
const STRUCTURE: readonly string[] = ['droptoken', 'tokens', 'homeyscript-tokens']

// Below a telling name every value is one, and what holds them stays to be seen.
function hidden(value: Json, path: Path, search: Search): Json {
  if (value === null || value === '' || typeof value === 'boolean') return value
  if (typeof value === 'string' && isReference(value)) return value
  if (Array.isArray(value)) return value.map((one, at) => hidden(one, [...path, at], search))
  if (isObject(value)) {
    const entries = Object.entries(value).map(([name, one]) => [
      name.startsWith('$') ? `$${name}` : name,
      hidden(one, [...path, name], search),
    ])
    return Object.fromEntries(entries)
  }
  return search.vault.put([...search.place, ...path], value)
}

/** An id or a token of the home is no secret, whatever holds it; a transfer has to rewrite it. */
const isReference = (text: string): boolean =>
  /^(?:homey:[^\s]+|\[\[[^\]]+\]\]|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i.test(text)

function inText(text: string, path: Path, search: Search): Json {
  if (search.secrecy === 'none') return text
  const found = secretStretches(text)
  const place = [...search.place, ...path]
  const all = found[0]?.start === 0 && found[0].end === text.length
  if (all || (found.length > 0 && text.includes(MARK))) return search.vault.put(place, text)
  let open = ''
  let from = 0
  for (const { start, end } of found) {
    const stub = search.vault.put(
      [...place, '@', Object.keys(search.inline).length],
      text.slice(start, end),
    )
    const marker = `${MARK}${stub.$secret.slice('secret-'.length)}⟧`
    search.inline[marker] = stub
    open += text.slice(from, start) + marker
    from = end
  }
  return open + text.slice(from)
}
