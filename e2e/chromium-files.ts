// Where the Chromium of tests is: the one that LATCHKEY_CHROMIUM names, or the one that npm brought, with
// every library it needs. That one is packed, and is unpacked once into node_modules/.cache.
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'

const MODULES = resolve(import.meta.dirname, '../node_modules')
const CACHE = join(MODULES, '.cache')

/** Unpacks into the directory for temporary files, all its libraries too: it believes to be at its maker's. */
const UNPACK = `await (await import('@sparticuz/chromium')).default.executablePath()`
const AT_ITS_MAKERS = { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' }

/** A Chromium that can be started. */
export interface ChromiumFiles {
  readonly executable: string
  /** What its process must find in its environment. */
  readonly env: Readonly<Record<string, string>>
}

/** Why there is no Chromium here; false if there is one. */
export const noChromium: string | false =
  !process.env['LATCHKEY_CHROMIUM'] &&
  `${process.platform} ${process.arch}` !== 'linux x64' &&
  'npm brings a Chromium only for Linux on x64: name one in LATCHKEY_CHROMIUM'

/** The Chromium, unpacked. @throws Error if it cannot be unpacked */
export function chromiumFiles(): ChromiumFiles {
  const executable = process.env['LATCHKEY_CHROMIUM']
  if (executable) return { executable, env: {} }
  const folder = unpacked()
  const env = {
    FONTCONFIG_PATH: join(folder, 'fonts'),
    LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
  }
  return { executable: join(folder, 'chromium'), env }
}

// Test files run side by side: each unpacks beside the place, and the first to be ready moves it there whole.
// Done by a process of its own, because a program that somebody still writes to cannot be started.
function unpacked(): string {
  const file = join(MODULES, '@sparticuz/chromium/package.json')
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }
  const folder = join(CACHE, `chromium-${version}`)
  if (existsSync(folder)) return folder
  mkdirSync(CACHE, { recursive: true })
  const beside = mkdtempSync(join(CACHE, 'unpacking-'))
  try {
    const env = { ...process.env, ...AT_ITS_MAKERS, TMPDIR: beside }
    execFileSync(process.execPath, ['--input-type=module', '-e', UNPACK], {
      ...{ cwd: MODULES, env, stdio: ['ignore', 'ignore', 'inherit'] },
    })
    writeFileSync(join(beside, 'fonts/fonts.conf'), fontsAt(join(folder, 'fonts')))
    renameSync(beside, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  } finally {
    rmSync(beside, { recursive: true, force: true })
  }
  return folder
}

// It names other folders itself, and the machine may have no letters at all.
const fontsAt = (folder: string): string =>
  `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}</dir><cachedir>${join(folder, 'cache')}</cachedir></fontconfig>
`
