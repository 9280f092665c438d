// `latchkey key show`: what a key may do, what follows from it because the home reacts, and what it left behind.
import type { KeyView, ReachView, TracesView } from '@latchkey/gateway'
import type { Command } from 'commander'
import { print, type Terminal } from '../terminal.ts'
import { reachText } from './key-reach.ts'
import { keyText } from './key-text.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'
import { tracesText } from './undo-text.ts'

interface Shown extends KeyView {
  readonly reach: ReachView
  readonly left: TracesView
}

/** Adds the command to `latchkey key`. */
export function keyShowCommand(key: Command, terminal: Terminal): void {
  withData(key.command('show'))
    .description('show what a key may do, what follows because your home reacts, and what it left')
    .argument('<id>', 'id of the key')
    .action((id: string, options: DataOptions) => show(terminal, id, options))
}

async function show(terminal: Terminal, id: string, options: DataOptions): Promise<void> {
  const path = `/keys/${encodeURIComponent(id)}`
  const shown = await withOwner(
    terminal,
    options,
    async (owner): Promise<Shown> => ({
      ...(await owner.request<KeyView>('GET', path)),
      reach: await owner.request<ReachView>('GET', `${path}/reach`),
      left: await owner.request<TracesView>('GET', `${path}/traces`),
    }),
  )
  print(terminal, options.json, shown, inWords)
}

function inWords({ reach, left, ...key }: Shown): string {
  const isClean = left.traces.length + left.notUndoable.length === 0
  const parts = [keyText(key), reachText(reach), ...(isClean ? [] : ['', tracesText(left)])]
  return parts.join('\n')
}
