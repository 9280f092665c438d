// `latchkey approvals`: what keys ask for, and the owner's answers.
import { setTimeout as wait } from 'node:timers/promises'
import type { ApprovalView } from '@latchkey/gateway'
import type { Command } from 'commander'
import type { OwnerClient } from '../owner-client.ts'
import { columns, oneLine, print, type Terminal } from '../terminal.ts'
import { notifyCommand } from './approvals-notify.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface ListOptions extends DataOptions {
  readonly hub?: string
  readonly all?: boolean
}

/** How often it is looked whether there is a new question, in milliseconds. */
const PERIOD = 500

/** The answers, by the word of the command. */
const ANSWERS: Readonly<
  Record<string, readonly [answer: ApprovalView['answers'][number], does: string]>
> = {
  yes: ['once', 'let exactly this through, once'],
  task: ['task', 'let this kind of call through for 30 minutes'],
  always: ['always', 'let it through, and do not ask this key again'],
  no: ['no', 'refuse it'],
}

/** Adds the command to the program. */
export function approvalsCommand(program: Command, terminal: Terminal, stop: AbortSignal): void {
  const approvals = program.command('approvals').description('what keys ask for, and your answers')
  withHub(approvals.command('list'))
    .description('list the questions that wait')
    .option('--all', 'those of the last days as well')
    .action((options: ListOptions) => list(terminal, options))
  withData(approvals.command('show'))
    .description('show one question with all that would be written')
    .argument('<id>', 'id of the question')
    .action((id: string, options: DataOptions) => one(terminal, options, 'GET', pathOf(id)))
  for (const [word, [answer, does]] of Object.entries(ANSWERS)) {
    withData(approvals.command(word))
      .description(does)
      .argument('<id>', 'id of the question')
      .action((id: string, options: DataOptions) =>
        one(terminal, options, 'POST', `${pathOf(id)}/answer`, { answer }),
      )
  }
  withHub(approvals.command('watch'))
    .description('print questions as they come; with --json, one a line')
    .action((options: ListOptions) =>
      withOwner(terminal, options, (owner) => watch(terminal, owner, options, stop)),
    )
  notifyCommand(approvals, terminal)
}

const withHub = (command: Command): Command =>
  withData(command).option('--hub <hub>', 'only questions about this hub')

const pathOf = (id: string): string => `/approvals/${encodeURIComponent(id)}`

async function read(owner: OwnerClient, { hub, all }: ListOptions) {
  const query = new URLSearchParams({ state: all ? 'all' : 'open', ...(hub && { hub }) })
  return owner.request<readonly ApprovalView[]>('GET', `/approvals?${query}`)
}

async function list(terminal: Terminal, options: ListOptions): Promise<void> {
  const found = await withOwner(terminal, options, (owner) => read(owner, options))
  print(terminal, options.json, found, (all) =>
    all.length === 0
      ? 'No question waits.'
      : columns([
          ['ID', 'STATE', 'HUB', 'QUESTION'],
          ...all.map(({ id, state, hubName, question }) => [
            ...[id, state, oneLine(hubName), oneLine(question.en)],
          ]),
        ]),
  )
}

async function one(
  terminal: Terminal,
  options: DataOptions,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<void> {
  const view = await withOwner(terminal, options, (owner) =>
    owner.request<ApprovalView>(method, path, body),
  )
  print(terminal, options.json, view, approvalText)
}

/** A question for people: all that would be written stands in it. */
function approvalText(view: ApprovalView): string {
  const { question, state, because, hubName, danger, operation, written, cut, answers, id } = view
  const rows = written.flatMap(({ member, before, after }) => [
    `  ${oneLine(member === '' ? 'all of it' : member)}:`,
    ...(before !== undefined && before !== after ? indented('now:  ', before) : []),
    ...indented('then: ', after),
  ])
  const ways = Object.entries(ANSWERS).filter(([, [answer]]) => answers.includes(answer))
  return [
    oneLine(question.en),
    `State:   ${state}`,
    `Homey:   ${oneLine(hubName)}`,
    `Why:     ${oneLine(because)}`,
    `Danger:  ${danger}`,
    `Call:    ${operation}`,
    ...(rows.length > 0 ? ['Writes:', ...rows] : []),
    ...(cut ? ['There is more in it than is shown here.'] : []),
    ...ways.map(([word, [, does]]) => `latchkey approvals ${word} ${id}   ${does}`),
  ].join('\n')
}

const indented = (name: string, text: string): string[] =>
  text.split('\n').map((line, at) => `    ${at === 0 ? name : '      '}${oneLine(line)}`)

async function watch(
  terminal: Terminal,
  owner: OwnerClient,
  options: ListOptions,
  stop: AbortSignal,
): Promise<void> {
  const seen = new Set<string>()
  while (!stop.aborted) {
    for (const view of [...(await read(owner, options))].reverse()) {
      if (seen.has(view.id)) continue
      seen.add(view.id)
      const { id, question, asked } = view
      const line = `${asked} ${id} ${oneLine(question.en)}`
      terminal.stdout.write(`${options.json ? JSON.stringify(view) : line}\n`)
    }
    await wait(PERIOD, undefined, { signal: stop }).catch(() => {})
  }
}
