// `latchkey client check`: what is wrong with a manifest, and what of it is too much, for its developer. It asks
// nobody and needs no gateway.
import { readFileSync } from 'node:fs'
import { type Checked, checkText, type Finding } from '@latchkey/gateway'
import type { Command } from 'commander'
import { CommandError } from '../exit.ts'
import { print, type Terminal } from '../terminal.ts'

/** What the check ends with. */
export const CHECK_EXIT = { good: 0, much: 1, wrong: 2 } as const

/** The longest manifest, in bytes. */
const MAX_FILE = 256 * 1024

/** Adds the command to `latchkey client`. */
export function clientCheckCommand(
  client: Command,
  terminal: Terminal,
  setExit: (code: number) => void,
): void {
  client
    .command('check')
    .description(
      'say what is wrong with a manifest (2), what of it is too much (1), or neither (0)',
    )
    .argument('<file>', 'the manifest: latchkey.json')
    .option('--json', 'print one JSON document')
    .action((file: string, { json }: { readonly json?: boolean }) => {
      const checked = checkText(readManifest(file))
      print(terminal, json, viewOf(file, checked), ({ findings }) => inWords(file, findings))
      setExit(exitOf(checked))
    })
}

/**
 * The text of a manifest.
 * @throws CommandError if there is no such file, or it is far too long
 */
export function readManifest(file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException
    const message = `${file} cannot be read (${code}). Name the file: latchkey.json`
    throw new CommandError(CHECK_EXIT.wrong, 'file_unreadable', message)
  }
  if (Buffer.byteLength(text) <= MAX_FILE) return text
  const message = `${file} is longer than ${MAX_FILE / 1024} KiB: that is no manifest.`
  throw new CommandError(CHECK_EXIT.wrong, 'file_too_long', message)
}

const viewOf = (file: string, { manifest, findings }: Checked) => {
  return { file, result: manifest ? resultOf(findings) : 'wrong', findings }
}

const resultOf = (findings: readonly Finding[]): keyof typeof CHECK_EXIT =>
  findings.some(({ level }) => level === 'much') ? 'much' : 'good'

const exitOf = ({ manifest, findings }: Checked): number =>
  manifest ? CHECK_EXIT[resultOf(findings)] : CHECK_EXIT.wrong

const LEVELS: Readonly<Record<Finding['level'], string>> = {
  wrong: 'wrong',
  much: 'too much',
  note: 'note',
}

function inWords(file: string, findings: readonly Finding[]): string {
  if (findings.length === 0)
    return `${file} is good: nothing is wrong with it, and nothing too much.`
  return findings.map((finding) => line(file, finding)).join('\n')
}

/** One finding, in the form that editors and compilers have. */
function line(file: string, { level, path, line: at, message, advice }: Finding): string {
  const where = [file, ...(at === null ? [] : [at])].join(':')
  const what = path === '' ? message : `${path}: ${message}`
  return `${where}: ${LEVELS[level]}: ${what}\n    ${advice}`
}
