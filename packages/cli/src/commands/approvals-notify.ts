// `latchkey approvals notify`: who is told of questions about a hub, on their phones.
import type { NoticeView } from '@latchkey/gateway'
import type { Command } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import { oneLine, print, type Terminal } from '../terminal.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface NotifyOptions extends DataOptions {
  readonly hub: string
  readonly user?: readonly string[]
  readonly push?: string
  readonly language?: string
}

/** Adds the command. */
export function notifyCommand(approvals: Command, terminal: Terminal): void {
  withData(approvals.command('notify'))
    .description('say which users of a hub are told of questions on their phones')
    .requiredOption('--hub <hub>', 'name or id of the hub')
    .option('--user <name>', 'a user of the hub, by name or id; may be repeated', collect)
    .option('--push <on|off>', 'whether questions go to their phones')
    .option('--language <en|nl>', 'in which language')
    .action((options: NotifyOptions) => notify(terminal, options))
}

const collect = (one: string, before: readonly string[] = []): readonly string[] => [...before, one]

async function notify(terminal: Terminal, options: NotifyOptions): Promise<void> {
  const { hub, user: users, push, language } = options
  if (push !== undefined && push !== 'on' && push !== 'off') {
    throw new CommandError(EXIT.usage, 'invalid_request', '--push is on or off.')
  }
  const wanted = {
    ...(users && { users }),
    ...(push !== undefined && { push: push === 'on' }),
    ...(language !== undefined && { language }),
  }
  const path = `/hubs/${encodeURIComponent(hub)}/asking`
  const isChange = Object.keys(wanted).length > 0
  const view = await withOwner(terminal, options, (owner) =>
    isChange
      ? owner.request<NoticeView>('PUT', path, wanted)
      : owner.request<NoticeView>('GET', path),
  )
  print(terminal, options.json, view, noticeText)
}

function noticeText({ hub, push, users, language }: NoticeView): string {
  const names = users.map(({ name }) => oneLine(name)).join(', ')
  if (!push || users.length === 0) {
    return `Nobody is told of questions about ${hub}; they are at: latchkey approvals list`
  }
  return `Questions about ${hub} go to the phones of: ${names} (${language})`
}
