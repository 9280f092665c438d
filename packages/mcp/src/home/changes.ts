// Writing objects so that it can be undone: the object before, the write, the object as the hub then has it, and
// what it takes to go back.
import { ToolError } from '../tool-error.ts'
import type { Home } from './home.ts'
import { hubText } from './hub-text.ts'
import { type Item, isItem, textIn } from './item.ts'
import { WRITABLE, type WritableKind, written } from './writable.ts'

/** What a write came to. */
export interface Wrote {
  readonly id: string
  readonly name: string
  /** With this the tool `undo` takes it back. */
  readonly undo: string
  /** What the hub keeps otherwise than it was sent, in words; empty if nothing. */
  readonly differs: readonly string[]
}

/** Makes an object. */
export async function create(home: Home, kind: WritableKind, body: Item): Promise<Wrote> {
  const made = await home.write(WRITABLE[kind].create, { body })
  const id = textIn(isItem(made) ? made : {}, 'id')
  if (id === '') throw new ToolError('The Homey did not say what it made. Look with find.')
  const after = await readOne(home, kind, id)
  return keep(home, { kind, id, did: 'created', before: undefined, after }, body)
}

/** Changes members of an object. */
export async function change(
  home: Home,
  kind: WritableKind,
  id: string,
  body: Item,
): Promise<Wrote> {
  const before = await readOne(home, kind, id)
  await home.write(WRITABLE[kind].update, { ids: { id }, body })
  const after = await readOne(home, kind, id)
  return keep(home, { kind, id, did: 'changed', before, after }, body)
}

/** Removes an object. */
export async function remove(home: Home, kind: WritableKind, id: string): Promise<Wrote> {
  const before = await readOne(home, kind, id)
  await home.write(WRITABLE[kind].remove, { ids: { id } })
  return keep(home, { kind, id, did: 'deleted', before, after: undefined }, {})
}

/** An object as the hub has it. @throws Refused */
export async function readOne(home: Home, kind: WritableKind, id: string): Promise<Item> {
  const object = await home.read(WRITABLE[kind].one, { ids: { id } })
  return isItem(object) ? object : {}
}

interface Kept {
  readonly kind: WritableKind
  readonly id: string
  readonly did: 'created' | 'changed' | 'deleted'
  readonly before: Item | undefined
  readonly after: Item | undefined
}

async function keep(
  home: Home,
  { kind, id, did, before, after }: Kept,
  sent: Item,
): Promise<Wrote> {
  const name = hubText((after ?? before)?.['name'])
  const { changes } = home.connection
  const change = { tool: home.tool, kind, objectId: id, name, did, before, after }
  const undo = await changes.add(change).catch((cause: unknown) => {
    const done = `This is done: the ${kind} ${id} was ${did}. But it could not be kept, so only the owner can undo it.`
    throw new ToolError(done, { cause })
  })
  const differs = after
    ? Object.keys(sent).filter((member) => !same(sent[member], after[member]))
    : []
  return { id, name, undo, differs }
}

/** Whether two values say the same as JSON. A hub adds members of its own to cards, which say nothing. */
export function same(sent: unknown, kept: unknown): boolean {
  if (Array.isArray(sent)) {
    return (
      Array.isArray(kept) &&
      sent.length === kept.length &&
      sent.every((one, at) => same(one, kept[at]))
    )
  }
  if (!isItem(sent)) return sent === kept || ((sent ?? null) === null && (kept ?? null) === null)
  return isItem(kept) && Object.keys(sent).every((name) => same(sent[name], kept[name]))
}

/** The part of the objects that tells whether somebody has edited one since. */
export const asWritten = (kind: WritableKind, object: unknown): string =>
  JSON.stringify(written(kind, object))
