// `latchkey requests`: what clients ask for besides what they have, and the owner's answers.
import type { RequestView } from '@latchkey/gateway'
import type { Command } from 'commander'
import { columns, oneLine, print, type Terminal } from '../terminal.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface ListOptions extends DataOptions {
  readonly hub?: string
  readonly all?: boolean
}

interface GrantOptions extends DataOptions {
  readonly permission?: readonly string[]
  readonly object?: readonly string[]
  readonly askFirst?: boolean
  readonly expires?: string
  readonly fullControl?: boolean
}

interface DeclineOptions extends DataOptions {
  readonly word?: string
}

const collect = (one: string, before: readonly string[] = []): readonly string[] => [...before, one]

/** Adds the command to the program. */
export function requestsCommand(program: Command, terminal: Terminal): void {
  const requests = program
    .command('requests')
    .description('what clients ask for besides what they have, and your answers')
  withData(requests.command('list'))
    .description('list the requests that wait')
    .option('--hub <hub>', 'only requests about this hub')
    .option('--all', 'those of the last days as well')
    .action((options: ListOptions) => list(terminal, options))
  withData(requests.command('show'))
    .description('show one request with its reason, and what it would come to')
    .argument('<id>', 'id of the request')
    .action((id: string, options: DataOptions) => one(terminal, options, 'GET', pathOf(id)))
  withData(requests.command('grant'))
    .description('give all of it, or only what is named; the client has it at once')
    .argument('<id>', 'id of the request')
    .option('--permission <name>', 'only this permission; may be repeated', collect)
    .option('--object <id>', 'only this object; may be repeated', collect)
    .option('--ask-first', 'ask me before each use of it')
    .option('--expires <life>', 'for this long (1h, 30d), not longer than it asks for')
    .option('--full-control', 'give it although it comes to full control')
    .action((id: string, options: GrantOptions) => grant(terminal, id, options))
  withData(requests.command('decline'))
    .description('give nothing more')
    .argument('<id>', 'id of the request')
    .option('--word <text>', 'told to the client')
    .action((id: string, options: DeclineOptions) => {
      const body = options.word === undefined ? {} : { word: options.word }
      return one(terminal, options, 'POST', `${pathOf(id)}/decline`, body)
    })
}

const pathOf = (id: string): string => `/permission-requests/${encodeURIComponent(id)}`

async function list(terminal: Terminal, options: ListOptions): Promise<void> {
  const { hub, all } = options
  const query = new URLSearchParams({ state: all ? 'all' : 'open', ...(hub && { hub }) })
  const found = await withOwner(terminal, options, (owner) =>
    owner.request<readonly RequestView[]>('GET', `/permission-requests?${query}`),
  )
  print(terminal, options.json, found, (views) =>
    views.length === 0
      ? 'No request waits.'
      : columns([
          ['ID', 'STATE', 'HUB', 'CLIENT', 'ASKS FOR'],
          ...views.map((view) => [
            ...[view.id, view.state, oneLine(view.hubName), oneLine(view.client)],
            oneLine([...view.permissions.map(({ name }) => name), ...objectsOf(view)].join(', ')),
          ]),
        ]),
  )
}

type Objects = Exclude<RequestView['limits'], null>
type NamedList = Exclude<Objects['zones'], undefined>

const LISTS = [
  ...(['zones', 'devices', 'capabilities', 'flows', 'flowFolders', 'moods'] as const),
  ...(['variables', 'dashboards', 'scripts', 'apps'] as const),
] as const

const listsOf = ({ limits }: RequestView): readonly (readonly [string, NamedList])[] =>
  LISTS.flatMap((member) => {
    const found = limits?.[member]
    return found ? [[member, found] as const] : []
  })

const objectsOf = (view: RequestView): readonly string[] =>
  listsOf(view).map(([member, { length }]) => `${length} ${member}`)

async function one(
  terminal: Terminal,
  options: DataOptions,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<void> {
  const view = await withOwner(terminal, options, (owner) =>
    owner.request<RequestView>(method, path, body),
  )
  print(terminal, options.json, view, requestText)
}

async function grant(terminal: Terminal, id: string, options: GrantOptions): Promise<void> {
  const { permission, object, askFirst, expires, fullControl } = options
  const view = await withOwner(terminal, options, async (owner) => {
    const isPart = permission !== undefined || object !== undefined
    const asked = isPart ? await owner.request<RequestView>('GET', pathOf(id)) : undefined
    return owner.request<RequestView>('POST', `${pathOf(id)}/grant`, {
      ...(asked && { permissions: permission ?? [], limits: chosenOf(asked, object) }),
      ...(askFirst && { askFirst }),
      ...(expires !== undefined && { expires }),
      ...(fullControl && { fullControl }),
    })
  })
  print(terminal, options.json, view, requestText)
}

/** The objects that were named; one that was not asked for is sent as well, and refused by the gateway. */
function chosenOf(view: RequestView, ids: readonly string[] = []) {
  if (ids.length === 0) return null
  const lists = listsOf(view)
  const memberOf = (id: string) =>
    lists.find(([, rows]) => rows.some((row) => row.id === id))?.[0] ?? 'devices'
  return Object.fromEntries(Map.groupBy(ids, memberOf))
}

/** A request for people. What the client wrote stands on one line of its own, in quotation marks. */
function requestText(view: RequestView): string {
  const { client, hubName, state, canBeAnswered, reason, danger, granted, refused, word, id } = view
  const given = granted && [...granted.permissions, ...Object.values(granted.limits ?? {}).flat()]
  const objects = listsOf(view).map(
    ([member, rows]) =>
      `  ${member}: ${rows.map((row) => (row.name === null ? row.id : `${row.name} (${row.id})`)).join(', ')}`,
  )
  return [
    `“${oneLine(client)}” asks for more access${view.selfNamed ? ' (the name is its own word)' : ''}`,
    `State:    ${state}${state === 'open' && !canBeAnswered ? ', but what asked for it has ended' : ''}`,
    `Homey:    ${oneLine(hubName)}`,
    `It says:  “${oneLine(reason)}”`,
    'Asks for:',
    ...view.permissions.map((row) => `  ${row.name} (${row.danger}): ${oneLine(row.label)}`),
    ...objects.map(oneLine),
    ...(view.seconds === null ? [] : [`For:      ${view.seconds / 60} minutes`]),
    ...(view.askFirst ? ['Offers:   you are asked before each use'] : []),
    `Danger:   ${danger.now} now, ${danger.after} with all of it`,
    ...(given ? [`Given:    ${given.join(', ')}`] : []),
    ...(granted !== null && granted.until !== null ? [`Until:    ${granted.until}`] : []),
    ...(refused.length > 0 ? [`Refused:  ${refused.join(', ')}`] : []),
    ...(word !== null ? [`You said: “${oneLine(word)}”`] : []),
    ...(canBeAnswered
      ? [
          `latchkey requests grant ${id}${view.full ? ' --full-control' : ''}   give all of it`,
          `latchkey requests decline ${id} --word "…"   give nothing more`,
        ]
      : []),
  ].join('\n')
}
