// `latchkey seal rotate`: a new key for what is sealed.
import type { Command } from 'commander'
import { print, type Terminal } from '../terminal.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface Rotated {
  readonly key: string
  readonly resealed: number
  readonly note: string | null
}

/** Adds the command to the program. */
export function sealCommand(program: Command, terminal: Terminal): void {
  const seal = program.command('seal').description('the key that credentials are sealed with')
  withData(seal.command('rotate'))
    .description('seal all credentials with a new key')
    .action((options: DataOptions) => rotate(terminal, options))
}

async function rotate(terminal: Terminal, options: DataOptions): Promise<void> {
  const rotated = await withOwner(terminal, options, (owner) =>
    owner.request<Rotated>('POST', '/seal/rotate'),
  )
  print(terminal, options.json, rotated, ({ key, resealed, note }) =>
    [
      `Sealed ${resealed} ${resealed === 1 ? 'credential' : 'credentials'} with the new key ${key}.`,
      note ?? 'The old key is gone. A backup from before has its own.',
    ].join('\n'),
  )
}
