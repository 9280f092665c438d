// What is alike for many kinds: reading one, making and changing zones, moods, variables, scripts, dashboards and
// alarms, and removing.
import { z } from 'zod'
import { change, create, remove } from '../home/changes.ts'
import type { Home } from '../home/home.ts'
import { hubValue } from '../home/hub-text.ts'
import { type Item, isItem, textIn } from '../home/item.ts'
import { KINDS } from '../home/kinds.ts'
import { resolve } from '../home/resolve.ts'
import { WRITABLE, WRITABLE_KINDS, type WritableKind } from '../home/writable.ts'
import { type Tool, tool } from '../tool.ts'
import { ToolError } from '../tool-error.ts'
import { WROTE, wrote } from './written.ts'

const word = z.string().min(1).max(120).describe('id, or exact name')
const name = z.string().min(1).max(100)

async function meant(home: Home, kind: WritableKind, object: string): Promise<string> {
  return textIn(resolve(await home.list(KINDS[kind].list), object, KINDS[kind].label), 'id')
}

const needsOf =
  (...actions: readonly string[]) =>
  (kind: WritableKind): readonly string[] =>
    actions.map((action) => `${WRITABLE[kind].resource}:${action}`)

export const readObject = tool({
  name: 'read',
  title: 'Read one object',
  description:
    'One Flow, Advanced Flow, folder, zone, mood, variable, dashboard, alarm or script as the Homey has it; of a script also its code.',
  needs: WRITABLE_KINDS.map(needsOf('read')),
  kind: 'read',
  input: z.strictObject({ kind: z.enum(WRITABLE_KINDS), object: word }),
  output: z.strictObject({ object: z.unknown() }),
  run: async ({ kind, object }, home) => {
    const id = await meant(home, kind, object)
    const said = await home.read(WRITABLE[kind].one, { ids: { id } })
    const code = isItem(said) && kind === 'script' ? said['code'] : undefined
    const shown = hubValue(said)
    return {
      object:
        isItem(shown) && typeof code === 'string'
          ? { ...shown, code: code.slice(0, 20_000) }
          : shown,
    }
  },
})

export const removeObject = tool({
  name: 'remove',
  title: 'Remove one object',
  description:
    'Removes a Flow, Advanced Flow, folder, zone, mood, variable, dashboard, alarm or script. What it was is kept; undo makes it again, but under a new id.',
  needs: WRITABLE_KINDS.map(needsOf('read', 'delete')),
  kind: 'remove',
  input: z.strictObject({ kind: z.enum(WRITABLE_KINDS), object: word }),
  output: WROTE,
  run: async ({ kind, object }, home) =>
    wrote(await remove(home, kind, await meant(home, kind, object))),
})

/** The members of a kind, as an agent gives them. */
interface Made {
  readonly kind: Exclude<WritableKind, 'flow' | 'advanced-flow'>
  readonly title: string
  readonly what: string
  readonly members: z.ZodRawShape
  /** Given only when it is made. */
  readonly atBirth?: z.ZodRawShape
}

const json = z.record(z.string().max(100), z.unknown())

const DAYS = [
  ...['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
] as const

const MADE: readonly Made[] = [
  {
    ...{
      kind: 'flow-folder',
      title: 'folder of Flows',
      what: 'name, and the folder that it lies in',
    },
    members: { name, parent: z.string().max(60).nullable() },
  },
  {
    ...{ kind: 'zone', title: 'zone', what: 'name, and the zone that it lies in (parent: an id)' },
    members: { name, parent: z.string().max(60) },
    atBirth: { icon: z.string().max(60).default('default') },
  },
  {
    ...{
      kind: 'mood',
      title: 'mood',
      what: 'name, zone, and devices: by id { state: { capability: value } }',
    },
    members: { name, zone: z.string().max(60), devices: json },
  },
  {
    ...{ kind: 'variable', title: 'variable', what: 'name and value' },
    members: { name, value: z.union([z.string().max(2_000), z.number(), z.boolean()]) },
    atBirth: { type: z.enum(['string', 'number', 'boolean']) },
  },
  {
    ...{ kind: 'dashboard', title: 'dashboard', what: 'name and columns of widgets' },
    members: { name, columns: z.array(json).max(20) },
  },
  {
    ...{
      kind: 'alarm',
      title: 'alarm',
      what: 'name, time (HH:MM), enabled, and days of repetition',
    },
    members: {
      ...{ name, time: z.string().regex(/^\d\d:\d\d$/), enabled: z.boolean() },
      repetition: z.strictObject(
        Object.fromEntries(DAYS.map((day) => [day, z.boolean().default(false)])),
      ),
    },
  },
  {
    ...{
      kind: 'script',
      title: 'HomeyScript',
      what: 'name and code. A script can do whatever its owner can',
    },
    members: { name, code: z.string().max(50_000) },
  },
]

function toolsFor({ kind, title, what, members, atBirth }: Made): readonly Tool[] {
  const resource = WRITABLE[kind].resource
  const named = kind.replace('-', '_')
  return [
    tool({
      name: `${named}_create`,
      title: `Make a ${title}`,
      description: `Makes a ${title}: ${what}. Undo removes it.`,
      needs: [[`${resource}:create`, `${resource}:read`]],
      kind: 'add',
      input: z.strictObject({ ...members, ...atBirth }),
      output: WROTE,
      run: async (body: Item, home) => wrote(await create(home, kind, body)),
    }),
    tool({
      name: `${named}_change`,
      title: `Change a ${title}`,
      description: `Changes a ${title}: ${what}. What is not given stays. Undo puts it back.`,
      needs: [[`${resource}:update`, `${resource}:read`]],
      kind: 'set',
      input: z.strictObject({ object: word, to: z.strictObject(members).partial() }),
      output: WROTE,
      run: async ({ object, to }, home) => {
        if (Object.keys(to).length === 0) throw new ToolError('Give something to change.')
        return wrote(await change(home, kind, await meant(home, kind, object), to))
      },
    }),
  ]
}

/** Tools that make and change, by kind. */
export const MAKING: readonly Tool[] = MADE.flatMap(toolsFor)
