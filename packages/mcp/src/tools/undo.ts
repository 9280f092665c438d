// What this client changed by tools, and taking it back. What somebody has edited since is left alone.
import { z } from 'zod'
import type { Change } from '../connection.ts'
import { asWritten, readOne } from '../home/changes.ts'
import type { Home } from '../home/home.ts'
import { isItem, textIn } from '../home/item.ts'
import { PAGE, PAGED, paged } from '../home/paging.ts'
import { WRITABLE, WRITABLE_KINDS, type WritableKind, written } from '../home/writable.ts'
import { tool } from '../tool.ts'
import { ToolError } from '../tool-error.ts'

export const history = tool({
  name: 'history',
  title: 'What this client changed',
  description:
    'The latest changes that this client made by tools and can still undo, the latest first. It is forgotten when the gateway restarts; the owner keeps a record of everything.',
  needs: [[]],
  kind: 'read',
  input: z.strictObject(PAGE),
  output: z.strictObject({
    ...PAGED,
    changes: z.array(
      z.strictObject({
        ...{ undo: z.string(), at: z.string(), tool: z.string(), did: z.string() },
        ...{ kind: z.string(), id: z.string(), name: z.string() },
      }),
    ),
  }),
  run: async ({ page }, home) => {
    const shown = paged(home.connection.changes.list(), page, 20)
    return {
      ...shown.of,
      changes: shown.items.map(({ id, at, tool: by, did, kind, objectId, name }) => ({
        ...{ undo: id, at: new Date(at).toISOString(), tool: by, did, kind },
        ...{ id: objectId, name },
      })),
    }
  },
})

export const undo = tool({
  name: 'undo',
  title: 'Undo a change',
  description:
    'Takes back one change of this client: what it made is removed, what it changed is put back, what it removed is made again. Nothing is done if somebody has edited it since.',
  needs: [[]],
  kind: 'set',
  input: z.strictObject({
    change: z.string().min(1).max(60).describe('from a write, or from history'),
  }),
  output: z.strictObject({ did: z.string(), kind: z.string(), id: z.string(), name: z.string() }),
  run: async ({ change: id }, home) => {
    const { changes } = home.connection
    const found = changes.list().find((one) => one.id === id)
    const kind = WRITABLE_KINDS.find((one) => one === found?.kind)
    if (!found || !kind) throw new ToolError('There is no such change to undo. Look with history.')
    const objectId = await BACK[found.did](home, kind, found)
    changes.remove(id)
    const did = { created: 'removed', changed: 'put back', deleted: 'made again' }[found.did]
    return { did, kind, id: objectId, name: found.name }
  },
})

type Back = (home: Home, kind: WritableKind, change: Change) => Promise<string>

const BACK: Readonly<Record<Change['did'], Back>> = {
  created: async (home, kind, { objectId: id, after }) => {
    await requireUnedited(home, kind, id, after)
    await home.write(WRITABLE[kind].remove, { ids: { id } })
    return id
  },
  changed: async (home, kind, { objectId: id, before, after }) => {
    await requireUnedited(home, kind, id, after)
    await home.write(WRITABLE[kind].update, { ids: { id }, body: differing(kind, before, after) })
    return id
  },
  deleted: async (home, kind, { before }) => {
    const made = await home.write(WRITABLE[kind].create, { body: written(kind, before, true) })
    return textIn(isItem(made) ? made : {}, 'id')
  },
}

// Only what the change changed, so that a permission for little does to undo little.
function differing(kind: WritableKind, before: unknown, after: unknown) {
  const [was, is] = [written(kind, before), written(kind, after)]
  const names = Object.keys(was).filter(
    (name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]),
  )
  return Object.fromEntries(names.map((name) => [name, was[name]]))
}

async function requireUnedited(home: Home, kind: WritableKind, id: string, after: unknown) {
  if (asWritten(kind, await readOne(home, kind, id)) === asWritten(kind, after)) return
  throw new ToolError('Somebody has edited it since, so nothing was undone.')
}
