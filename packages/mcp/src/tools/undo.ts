// What this client changed by tools, and taking it back. What somebody has edited since is left alone. Taking back is
// a change like any other, so what the owner said of the tools that make such changes holds for it.
import { z } from 'zod'
import type { Change } from '../connection.ts'
import { asWritten, readOne } from '../home/changes.ts'
import type { Home } from '../home/home.ts'
import { type Item, isItem, textIn } from '../home/item.ts'
import { PAGE, PAGED, paged } from '../home/paging.ts'
import { WRITABLE, WRITABLE_KINDS, type WritableKind, written } from '../home/writable.ts'
import { tool } from '../tool.ts'
import { ToolError } from '../tool-error.ts'

export const history = tool({
  name: 'history',
  title: 'What this client changed',
  description:
    'The changes that this client made by tools and can still undo, the latest first: the last 50 of the last 30 days.',
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
    const shown = paged(await home.connection.changes.list(), page, 20)
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
    'Takes back one change of this client: what it made is removed, what it changed is put back, what it removed is made again. Nothing is done if somebody has edited it since. If the owner wants to be asked about such a change, they are asked.',
  needs: [[]],
  kind: 'set',
  input: z.strictObject({
    change: z.string().min(1).max(60).describe('from a write, or from history'),
  }),
  output: z.strictObject({ did: z.string(), kind: z.string(), id: z.string(), name: z.string() }),
  run: async ({ change: id }, home) => {
    const { changes } = home.connection
    const found = await changes.take(id)
    if (found === 'taken') throw new ToolError('This change is being undone already.')
    const kind = WRITABLE_KINDS.find((one) => one === found?.kind)
    if (!found || !kind) throw new ToolError('There is no such change to undo. Look with history.')
    const objectId = await BACK[found.did](home, kind, found).catch(async (error: unknown) => {
      await changes.release(id)
      throw error
    })
    await changes.remove(id)
    const did = { created: 'removed', changed: 'put back', deleted: 'made again' }[found.did]
    return { did, kind, id: objectId, name: found.name }
  },
})

type Back = (home: Home, kind: WritableKind, change: Change) => Promise<string>

const BACK: Readonly<Record<Change['did'], Back>> = {
  created: async (home, kind, { tool: by, objectId: id, after }) => {
    await requireUnedited(home, kind, id, after)
    await home.write(WRITABLE[kind].remove, { ids: { id }, as: [by, 'remove'] })
    return id
  },
  changed: async (home, kind, { tool: by, objectId: id, before, after }) => {
    await requireUnedited(home, kind, id, after)
    const body = differing(kind, before, after)
    const as = [by, ...changing(kind, body)]
    await home.write(WRITABLE[kind].update, { ids: { id }, body, as })
    return id
  },
  deleted: async (home, kind, { tool: by, before }) => {
    const body = written(kind, before, true)
    const as = [by, ...making(kind, body)]
    const made = await home.write(WRITABLE[kind].create, { body, as })
    return textIn(isItem(made) ? made : {}, 'id')
  },
}

const FLOWS: Readonly<
  Partial<Record<WritableKind, { readonly make: string; readonly change: string }>>
> = {
  flow: { make: 'flow_draft', change: 'flow_change' },
  'advanced-flow': { make: 'advanced_flow_draft', change: 'advanced_flow_change' },
}

/** The tools that make such an object: a draft is switched off, so one that is on takes switching too. */
function making(kind: WritableKind, { enabled }: Item): readonly string[] {
  const flow = FLOWS[kind]
  if (!flow) return [`${kind.replace('-', '_')}_create`]
  return enabled === true ? [flow.make, 'flow_enable'] : [flow.make]
}

/** The tools that make such a change. */
function changing(kind: WritableKind, body: Item): readonly string[] {
  const flow = FLOWS[kind]
  if (!flow) return [`${kind.replace('-', '_')}_change`]
  const rest = Object.keys(body).filter((member) => member !== 'enabled')
  return [...('enabled' in body ? ['flow_enable'] : []), ...(rest.length > 0 ? [flow.change] : [])]
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
