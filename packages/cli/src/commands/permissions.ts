// `latchkey permissions`: everything that can be granted, in words. Needs no data and no hub.
import {
  GENERATIONS,
  operationsByPermission,
  PERMISSIONS,
  PRESETS,
  permissionsOn,
} from '@latchkey/catalogue'
import type { Command } from 'commander'
import { columns, print, type Terminal } from '../terminal.ts'

interface Options {
  readonly operations?: boolean
  readonly json?: boolean
}

/** Adds the command to the program. */
export function permissionsCommand(program: Command, terminal: Terminal): void {
  program
    .command('permissions')
    .description('everything that can be granted')
    .option('--operations', 'with the operations of each')
    .option('--json', 'print one JSON document')
    .action((options: Options) => {
      const permissions = list(options.operations ?? false)
      const presets = Object.entries(PRESETS).map(([name, preset]) => ({ name, ...preset }))
      print(terminal, options.json, { permissions, presets }, () => text(permissions))
    })
}

type Listed = ReturnType<typeof list>[number]

function list(withOperations: boolean) {
  return [...PERMISSIONS].map(([name, row]) => ({
    name,
    ...row,
    generations: GENERATIONS.filter((generation) => permissionsOn(generation).has(name)),
    ...(withOperations && { operations: operationsOf(name) }),
  }))
}

/** Operation ids on any generation, sorted. */
function operationsOf(permission: string): string[] {
  const ids = GENERATIONS.flatMap((generation) =>
    (operationsByPermission(generation).get(permission) ?? []).map((operation) => operation.id),
  )
  return [...new Set(ids)].sort()
}

function text(permissions: readonly Listed[]): string {
  const rows = permissions.flatMap((one) => [
    [one.name, one.danger, one.label],
    ...(one.operations ?? []).map((operation) => ['', '', `  ${operation}`]),
  ])
  const presets = Object.entries(PRESETS).map(([name, preset]) => [name, '', preset.description])
  return columns([['PERMISSION', 'DANGER', 'WHAT IT MEANS'], ...rows, ['', '', ''], ...presets])
}
