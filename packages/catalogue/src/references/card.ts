// A card of a flow: who owns it, and where in it references stand. Both generations' forms are read:
// a full id, or a short one beside `uri` (in flows) or `ownerUri` (in advanced flows).
import type { JsonRecord } from './json.ts'
import {
  anythingOf,
  chosen,
  code,
  droptoken,
  members,
  nothing,
  type Place,
  texts,
  uri,
  words,
} from './place.ts'
import type { Form } from './reference.ts'
import { kindOfManager, uriMarks } from './uri.ts'

const HOMEYSCRIPT = 'homey:app:com.athom.homeyscript:'

/** The URI that stands beside the id of a card, if one does. */
export function uriBeside(card: JsonRecord): string | undefined {
  const beside = [card['ownerUri'], card['uri']].find((one) => typeof one === 'string')
  return typeof beside === 'string' ? beside : undefined
}

/** The id of a card in full; nothing if it has none. */
export function fullCardId(card: JsonRecord): string | undefined {
  const { id } = card
  if (typeof id !== 'string') return undefined
  const beside = uriBeside(card)
  return id.startsWith('homey:') || beside === undefined ? id : `${beside}:${id}`
}

/** Whether what a card does is written in code, on the card or in a script that it names. */
export function isHomeyScriptCard(card: JsonRecord): boolean {
  return fullCardId(card)?.startsWith(HOMEYSCRIPT) === true
}

const flowText = anythingOf({ inFlow: true, picked: true })

// The scripts that the app brings along have ids of their own making, such as `example-lights`.
const scriptArgs = members(
  { code },
  anythingOf({ inFlow: true, picked: true, picks: { script: 'script' } }),
)

/**
 * The id of something that belongs to an owner: in full, or short with the owner's URI beside it. A
 * short one holds an id seldom, and then of something that its manager keeps.
 */
export const ownedId = (form: Form): Place =>
  texts((id, { holder }) =>
    uriMarks(id, form, kindOfManager(uriBeside(holder ?? {}))).map((mark) =>
      mark.form === 'id' || mark.form === 'text' ? { ...mark, form } : mark,
    ),
  )

// Edges and places on the canvas belong to the flow itself, whatever its cards are called.
const ROWS: Readonly<Record<string, Place>> = {
  ...{ id: ownedId('card-id'), uri: uri(), ownerUri: uri(), droptoken, args: flowText },
  ...{ type: nothing, x: nothing, y: nothing, group: nothing, inverted: nothing },
  ...{ input: nothing, outputSuccess: nothing, outputError: nothing },
  ...{ outputTrue: nothing, outputFalse: nothing },
}

const plain = members(ROWS, flowText)
const scripted = members({ ...ROWS, args: scriptArgs }, flowText)
const note = members({ ...ROWS, value: words }, flowText)

/** A card of either kind of flow. */
export const card: Place = chosen((value) => {
  if (value['type'] === 'note') return note
  return isHomeyScriptCard(value) ? scripted : plain
})
