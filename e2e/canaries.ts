// Canaries: secrets that stand for all secrets, and the search for them in everything that was said. Each
// must have been in use, or finding it nowhere would prove nothing.
import { randomBytes } from 'node:crypto'

/** Canaries that were planted, and what was heard. */
export class Canaries {
  readonly #planted = new Map<string, string>()
  readonly #live = new Set<string>()
  readonly #heard: (readonly [where: string, bytes: Buffer])[] = []

  /** A new secret, with letters that every encoding changes. */
  make(name: string): string {
    return this.plant(name, `Cänary "${randomBytes(9).toString('base64')}\\/+%7e&`)
  }

  /** Takes a secret that somebody else made. */
  plant(name: string, secret: string): string {
    if (secret.length < 8) throw new Error(`${name} is too short to be searched for.`)
    if (this.#planted.has(name)) throw new Error(`There is a canary "${name}" already.`)
    if ([...this.#planted.values()].includes(secret)) throw new Error(`${name} is not its own.`)
    this.#planted.set(name, secret)
    return secret
  }

  /** It was seen in use: accepted, stored, or refused for what it is. */
  live(...names: readonly string[]): void {
    for (const name of names) {
      if (!this.#planted.has(name)) throw new Error(`There is no canary "${name}".`)
      this.#live.add(name)
    }
  }

  /** Something left the gateway, or lies where others may find it. */
  hear(where: string, said: string | Buffer): void {
    this.#heard.push([where, Buffer.from(said)])
  }

  get count(): number {
    return this.#planted.size
  }

  /** Those that were not seen in use. */
  get dead(): readonly string[] {
    return [...this.#planted.keys()].filter((name) => !this.#live.has(name))
  }

  /** What was searched, with its size in bytes. */
  get surfaces(): ReadonlyMap<string, number> {
    const sizes = new Map<string, number>()
    for (const [where, { length }] of this.#heard)
      sizes.set(where, (sizes.get(where) ?? 0) + length)
    return sizes
  }

  /** Where which canary was found, in which form. */
  found(): readonly string[] {
    const found: string[] = []
    for (const [name, secret] of this.#planted) {
      for (const [form, bytes] of formsOf(secret)) {
        for (const [where, heard] of this.#heard) {
          if (heard.includes(bytes)) found.push(`${name}, as ${form}, in ${where}`)
        }
      }
    }
    return [...new Set(found)]
  }
}

/** The forms in which a secret may be written, as bytes to search for. */
export function formsOf(secret: string): readonly (readonly [form: string, bytes: Buffer])[] {
  const bytes = Buffer.from(secret)
  const hex = bytes.toString('hex')
  const json = JSON.stringify(secret).slice(1, -1)
  const forms: Record<string, string> = {
    'it is': secret,
    hex,
    HEX: hex.toUpperCase(),
    URL: encodeURIComponent(secret),
    'a form': String(new URLSearchParams({ a: secret })).slice(2),
    JSON: json,
    'JSON in JSON': JSON.stringify(json).slice(1, -1),
    'JSON in ASCII': json.replace(
      /[\u0080-\uffff]/g,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
    CSV: secret.replaceAll('"', '""'),
    'reversed bytes': Buffer.from(bytes).reverse().toString('latin1'),
  }
  // In base64 of a longer text a secret looks otherwise by where it begins; the ends mix with others.
  for (const shift of [0, 1, 2]) {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes])
    const whole = shifted.subarray(0, shifted.length - (shifted.length % 3))
    const cut = whole.toString('base64').slice(shift === 0 ? 0 : 4)
    forms[`base64 at ${shift}`] = cut
    forms[`base64url at ${shift}`] = cut.replaceAll('+', '-').replaceAll('/', '_')
  }
  return Object.entries(forms).map(([form, text]) => [
    form,
    form === 'reversed bytes' ? Buffer.from(text, 'latin1') : Buffer.from(text),
  ])
}
