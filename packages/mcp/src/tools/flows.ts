// Flows and Advanced Flows: what they do, drafting and changing them safely, starting them and switching them.
import { z } from 'zod'
import { canvasOf } from '../authoring/canvas.ts'
import { advancedProblems, flowProblems, type Problem } from '../authoring/check-flow.ts'
import { knownOf } from '../authoring/known.ts'
import { ADVANCED, FLOW } from '../authoring/shapes.ts'
import { change, create, readOne } from '../home/changes.ts'
import type { Home } from '../home/home.ts'
import { hubText } from '../home/hub-text.ts'
import { type Item, textIn } from '../home/item.ts'
import { KINDS } from '../home/kinds.ts'
import { resolve } from '../home/resolve.ts'
import { tool } from '../tool.ts'
import { ToolError } from '../tool-error.ts'
import { WROTE, wrote } from './written.ts'

/** The two kinds. */
const KIND = z.enum(['flow', 'advanced-flow']).describe('a Flow or an Advanced Flow')
type FlowKind = z.output<typeof KIND>

const word = z.string().min(1).max(120).describe('id, or exact name')
const name = z.string().min(1).max(100)
const PROBLEMS = z.array(z.strictObject({ at: z.string(), problem: z.string() }))

/** What checking takes besides. */
const CHECKING = ['flow-card:read', 'flow-token:read']

/** The Flow that is meant. */
async function meant(home: Home, kind: FlowKind, flow: string): Promise<Item> {
  return resolve(await home.list(KINDS[kind].list), flow, KINDS[kind].label)
}

const problemsOf = async (home: Home, kind: FlowKind, flow: Item): Promise<readonly Problem[]> => {
  const known = await knownOf(home)
  return kind === 'flow' ? flowProblems(flow, known) : advancedProblems(flow, known)
}

async function requireWhole(home: Home, kind: FlowKind, flow: Item): Promise<void> {
  const problems = await problemsOf(home, kind, flow)
  if (problems.length === 0) return
  const list = problems.slice(0, 20).map(({ at, problem }) => `${at}: ${problem}`)
  throw new ToolError(`Nothing was written, because this is not whole:\n${list.join('\n')}`)
}

export const validateFlow = tool({
  name: 'flow_validate',
  title: 'Check a Flow',
  description:
    'Checks a Flow or Advanced Flow before or after it is written, against the cards, tokens and objects that this Homey really has; finds references to what is gone. Runs nothing and writes nothing. Give new content, or the name or id of one that is there.',
  needs: [CHECKING],
  kind: 'read',
  input: z.strictObject({
    flow: z.strictObject(FLOW).optional().describe('a new Flow'),
    advanced: ADVANCED.optional().describe('a new Advanced Flow: its cards'),
    existing: z.strictObject({ kind: KIND, flow: word }).optional(),
  }),
  output: z.strictObject({ ok: z.boolean(), problems: PROBLEMS }),
  run: async ({ flow, advanced, existing }, home) => {
    const given = [flow, advanced, existing].filter((one) => one !== undefined)
    if (given.length !== 1) throw new ToolError('Give one of: flow, advanced, existing.')
    const kind = existing?.kind ?? (flow ? 'flow' : 'advanced-flow')
    const content = existing
      ? await meant(home, kind, existing.flow)
      : (flow ?? { cards: canvasOf(advanced ?? {}) })
    const problems = await problemsOf(home, kind, content)
    return { ok: problems.length === 0, problems: problems.slice(0, 50) }
  },
})

/** Where drafts go: a folder of their own for this client. */
async function draftFolder(home: Home): Promise<string | null> {
  const called = hubText(`Drafts by ${home.connection.grant.client}`, 60)
  if (!home.may('flow-folder:read')) return null
  const folders = await home.list(KINDS['flow-folder'].list)
  const there = folders.find((folder) => folder['name'] === called)
  if (there) return textIn(there, 'id')
  if (!home.may('flow-folder:create')) return null
  return (await create(home, 'flow-folder', { name: called, parent: null })).id
}

async function folderFor(home: Home, folder: string | undefined): Promise<string | null> {
  if (folder === undefined) return draftFolder(home)
  const folders = await home.list(KINDS['flow-folder'].list)
  return textIn(resolve(folders, folder, KINDS['flow-folder'].label), 'id')
}

const folder = word.optional().describe('a folder; a folder for drafts of this client if left out')

const DRAFTED = WROTE.extend({ enabled: z.boolean() })

async function draft(home: Home, kind: FlowKind, content: Item, to: string | undefined) {
  await requireWhole(home, kind, content)
  const made = await create(home, kind, {
    ...content,
    ...{ enabled: false, folder: await folderFor(home, to) },
  })
  return { ...wrote(made), enabled: false }
}

export const draftFlow = tool({
  name: 'flow_draft',
  title: 'Draft a Flow',
  description:
    'Makes a new Flow, switched off, in a folder for drafts. It is checked against the real cards and tokens first; if anything is wrong nothing is written. Find cards with cards_search.',
  needs: [['flow:create', 'flow:read', ...CHECKING]],
  kind: 'add',
  input: z.strictObject({ name, folder, ...FLOW }),
  output: DRAFTED,
  run: ({ folder: to, ...content }, home) => draft(home, 'flow', content, to),
})

export const draftAdvanced = tool({
  name: 'advanced_flow_draft',
  title: 'Draft an Advanced Flow',
  description:
    'Makes a new Advanced Flow, switched off, in a folder for drafts: cards by keys of your own, joined by outputSuccess, outputTrue, outputFalse. A token of another card is [[trigger::key::token]] or [[action::key::token]]. Checked first; if anything is wrong nothing is written.',
  needs: [['advanced-flow:create', 'advanced-flow:read', ...CHECKING]],
  kind: 'add',
  input: z.strictObject({ name, folder, cards: ADVANCED }),
  output: DRAFTED,
  run: ({ folder: to, name: called, cards }, home) =>
    draft(home, 'advanced-flow', { name: called, cards: canvasOf(cards) }, to),
})

async function changed(home: Home, kind: FlowKind, flow: string, given: Item) {
  const id = textIn(await meant(home, kind, flow), 'id')
  const { folder: to, ...rest } = given
  const body = {
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    ...(typeof to === 'string' && { folder: await folderFor(home, to) }),
  }
  if (Object.keys(body).length === 0) throw new ToolError('Give something to change.')
  await requireWhole(home, kind, { ...(await readOne(home, kind, id)), ...body })
  return wrote(await change(home, kind, id, body))
}

export const changeFlow = tool({
  name: 'flow_change',
  title: 'Change a Flow',
  description:
    'Changes the name, folder or content of a Flow; conditions and actions are replaced as a whole. Checked first. How it was before is kept: undo takes it back.',
  needs: [['flow:update', 'flow:read', ...CHECKING]],
  kind: 'set',
  input: z.strictObject({
    ...{ flow: word, name: name.optional(), folder: word.optional() },
    trigger: FLOW.trigger.optional(),
    // Without the defaults: what is not given stays.
    conditions: FLOW.conditions.unwrap().optional(),
    actions: FLOW.actions.optional(),
  }),
  output: WROTE,
  run: ({ flow, ...given }, home) => changed(home, 'flow', flow, given),
})

export const changeAdvanced = tool({
  name: 'advanced_flow_change',
  title: 'Change an Advanced Flow',
  description:
    'Changes the name, folder or cards of an Advanced Flow; cards are replaced as a whole. Checked first. How it was before is kept: undo takes it back.',
  needs: [['advanced-flow:update', 'advanced-flow:read', ...CHECKING]],
  kind: 'set',
  input: z.strictObject({
    ...{ flow: word, name: name.optional(), folder: word.optional() },
    cards: ADVANCED.optional(),
  }),
  output: WROTE,
  run: ({ flow, cards, ...given }, home) =>
    changed(home, 'advanced-flow', flow, { ...given, ...(cards && { cards: canvasOf(cards) }) }),
})

const START: Readonly<Record<FlowKind, string>> = {
  flow: 'flow.triggerFlow',
  'advanced-flow': 'flow.triggerAdvancedFlow',
}

export const startFlow = tool({
  name: 'flow_start',
  title: 'Start a Flow',
  description: 'Starts a Flow or Advanced Flow that can be started by hand and is switched on.',
  needs: [
    ['flow:read', 'flow:start'],
    ['advanced-flow:read', 'advanced-flow:start'],
  ],
  kind: 'start',
  input: z.strictObject({ kind: KIND, flow: word }),
  output: z.strictObject({ started: z.string() }),
  run: async ({ kind, flow }, home) => {
    const item = await meant(home, kind, flow)
    await home.write(START[kind], { ids: { id: textIn(item, 'id') } })
    return { started: hubText(item['name']) }
  },
})

export const enableFlow = tool({
  name: 'flow_enable',
  title: 'Switch a Flow on or off',
  description: 'Switches a Flow or Advanced Flow on or off. Undo puts it back.',
  needs: [
    ['flow:read', 'flow:enable'],
    ['flow:read', 'flow:update'],
    ['advanced-flow:read', 'advanced-flow:enable'],
    ['advanced-flow:read', 'advanced-flow:update'],
  ],
  kind: 'set',
  input: z.strictObject({ kind: KIND, flow: word, enabled: z.boolean() }),
  output: WROTE,
  run: async ({ kind, flow, enabled }, home) => {
    const item = await meant(home, kind, flow)
    return wrote(await change(home, kind, textIn(item, 'id'), { enabled }))
  },
})
