// `latchkey key can`: whether a key may do something, and why; nothing is done.
import type { CanView } from '@latchkey/gateway'
import type { Command } from 'commander'
import { oneLine, print, type Terminal } from '../terminal.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

const VERDICTS: Readonly<Record<CanView['verdict'], string>> = {
  allow: 'Yes',
  deny: 'No',
  depends: 'It depends',
}

/** Adds the command. */
export function keyCanCommand(key: Command, terminal: Terminal): void {
  withData(key.command('can'))
    .description('whether a key may do something, and why; nothing is done')
    .argument('<id>', 'id of the key')
    .argument('<operation>', "an operation, or 'METHOD /path': devices.getDevice, 'GET /api/…'")
    .argument(
      '[object]',
      'what it is done to, by id or name; a capability after a slash: Lamp/onoff',
    )
    .action((id: string, operation: string, object: string | undefined, options: DataOptions) =>
      can(terminal, id, { operation, ...(object !== undefined && { object }) }, options),
    )
}

async function can(
  terminal: Terminal,
  id: string,
  question: Readonly<Record<string, string>>,
  options: DataOptions,
): Promise<void> {
  const query = new URLSearchParams(question)
  const answer = await withOwner(terminal, options, (owner) =>
    owner.request<CanView>('GET', `/keys/${encodeURIComponent(id)}/can?${query}`),
  )
  print(terminal, options.json, answer, text)
}

function text({ verdict, operation, object, message, reason }: CanView): string {
  const on = object === null ? '' : ` on ${object.name ?? object.id}`
  return oneLine(`${VERDICTS[verdict]}: ${operation}${on}. ${message} (${reason})`)
}
