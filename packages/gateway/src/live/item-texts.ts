// The JSON of each object, made and encoded once for as long as the object stays as it is, so that a list
// is put together from bytes.
import type { DeviceSecrets } from '../hub-path/device-secrets.ts'
import type { HomeKind, Item } from '../limits/home.ts'
import { isObject, type Json } from './json.ts'
import type { TextForm } from './model.ts'

interface CutText {
  readonly text: Buffer
  /** What was known of the drivers' secrets. */
  readonly version: number
}

/** The texts of the objects of one hub. An object is never changed, so its text is kept with it. */
export class ItemTexts {
  readonly #secrets: DeviceSecrets
  readonly #whole = new WeakMap<Item, Buffer>()
  readonly #cut = new WeakMap<Item, CutText>()

  constructor(secrets: DeviceSecrets) {
    this.#secrets = secrets
  }

  /** The JSON of an object in a form, in UTF-8. */
  of(kind: HomeKind, item: Item, form: TextForm): Buffer {
    return kind === 'device' && form === 'without-secrets'
      ? this.#withoutSecrets(item)
      : this.#wholeText(kind, item)
  }

  #wholeText(kind: HomeKind, item: Item): Buffer {
    const known = this.#whole.get(item)
    if (known !== undefined) return known
    const text = Buffer.from(JSON.stringify(kind === 'user' ? withoutInvitations(item) : item))
    this.#whole.set(item, text)
    return text
  }

  #withoutSecrets(device: Item): Buffer {
    const { version } = this.#secrets
    const known = this.#cut.get(device)
    if (known && known.version === version) return known.text
    const text = Buffer.from(JSON.stringify(this.#secrets.cutNow(device)))
    this.#cut.set(device, { text, version })
    return text
  }
}

// An invitation link lets whoever has it into the hub (DESIGN 4, "Withheld").
function withoutInvitations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutInvitations)
  if (!isObject(value)) return value
  const { inviteUrl: _, ...rest }: Json = value
  return Object.fromEntries(
    Object.entries(rest).map(([name, one]) => [name, withoutInvitations(one)]),
  )
}
