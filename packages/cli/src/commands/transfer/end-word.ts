// What `--from` and `--to` take: a hub that the gateway knows, a snapshot file, or an address with a key.
import { CommandError, EXIT } from '../../exit.ts'

/** A home as it was named. */
export type EndWord =
  /** A key of `-` is asked for. */
  | { readonly is: 'address'; readonly address: string; readonly key: string }
  | { readonly is: 'file'; readonly path: string }
  /** Name or id of a hub; a file of that name, if there is no such hub. */
  | { readonly is: 'word'; readonly word: string }

/** `http://host:port`, or `host:port`, in which a host is a name with a dot, a number or localhost. */
const ADDRESS =
  /^(?:https?:\/\/\S+|(?:localhost|[\w-]+(?:\.[\w-]+)+|\[[0-9a-f:]+\])(?::\d{1,5})?\/?)$/i
const FILE = /[\\/]|\.latchkey$/

/**
 * Reads the word after an option, such as `--from`.
 * @throws CommandError for an address without a key, which opens nothing
 */
export function parseEnd(text: string, option: string): EndWord {
  const at = text.lastIndexOf('#')
  const [address, key] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
  const looksLikeAddress = ADDRESS.test(address) && !/\.latchkey$/.test(text)
  if (looksLikeAddress && key !== '') return { is: 'address', address, key }
  if (looksLikeAddress && (at >= 0 || /^https?:/i.test(text) || /:\d+$/.test(text))) {
    const message = `${option}: an address needs a key behind it: ${address}#<key>, or ${address}#- to be asked for it. ${WITHOUT_KEYS}`
    throw new CommandError(EXIT.usage, 'invalid_request', message)
  }
  if (text.trim() === '') {
    throw new CommandError(
      EXIT.usage,
      'invalid_request',
      `${option}: say which home. ${THREE_WAYS}`,
    )
  }
  return FILE.test(text) ? { is: 'file', path: text } : { is: 'word', word: text }
}

/** The ways to name a home. */
export const THREE_WAYS =
  'A home is a Homey that Latchkey knows (name or id), a snapshot file, or address#key.'

/** For those who have a Homey without keys. */
export const WITHOUT_KEYS =
  'A Homey Pro 2016–2019 has no API keys: add it as a hub (latchkey hub add --homey-cli, or --account), or give the address of a gateway with a Latchkey key for it.'
