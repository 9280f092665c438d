// What is meant by a word: an id, or a name that only one object has.
import { ToolError } from '../tool-error.ts'
import { hubText } from './hub-text.ts'
import { type Item, textIn } from './item.ts'

/** How many are named where a word fits several, or none. */
const NAMED = 6

/**
 * The object that is meant.
 * @throws ToolError naming those that it could be
 */
export function resolve(
  items: readonly Item[],
  word: string,
  what: string,
  where: (item: Item) => string = () => '',
): Item {
  const byId = items.find((item) => textIn(item, 'id') === word)
  if (byId) return byId
  const plain = plainOf(word)
  const byName = items.filter((item) => plainOf(textIn(item, 'name')) === plain)
  const [only] = byName
  if (only && byName.length === 1) return only
  const like = byName.length > 0 ? byName : items.filter((item) => isLike(item, plain))
  const named = like.slice(0, NAMED).map((item) => said(item, where(item)))
  const list = named.length > 0 ? ` Perhaps: ${named.join('; ')}.` : ''
  throw new ToolError(
    byName.length > 1
      ? `Several are called "${hubText(word)}". Give the id of the ${what}: ${named.join('; ')}.`
      : `There is no ${what} "${hubText(word)}" within what this client may see.${list}`,
  )
}

const plainOf = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

const isLike = (item: Item, plain: string): boolean =>
  plain.length > 1 && plainOf(textIn(item, 'name')).includes(plain)

function said(item: Item, where: string): string {
  const at = where === '' ? '' : ` in ${where}`
  return `${JSON.stringify(hubText(item['name']))}${at} (${textIn(item, 'id')})`
}
