// The login file of the Homey CLI on this machine: read, never written, and read anew whenever it has
// changed. Its refresh token is not even looked at: to use it would log the CLI out.
import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { HubSession } from './hub-session.ts'

/** What the file says that is of use here. */
export interface CliLogin {
  /** The account's access token, which may have ended. */
  readonly access: string | undefined
  /** The CLI's sessions, by the id of the hub. */
  readonly sessions: ReadonlyMap<string, HubSession>
}

type Json = Readonly<Record<string, unknown>>

const NONE: CliLogin = { access: undefined, sessions: new Map() }

/** Where the CLI keeps its login: `HOMEY_HOME`, else below the user's home. */
export function cliDirectory(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string {
  const windows = platform === 'win32' ? environment['APPDATA'] : undefined
  if (!environment['HOMEY_HOME'] && windows) return join(windows, 'athom-cli')
  return environment['HOMEY_HOME'] || join(environment['HOME'] || homedir(), '.athom-cli')
}

/** The login file in a directory. */
export class CliLoginFile {
  readonly #path: string
  #seen = ''
  #login: CliLogin = NONE

  constructor(directory: string) {
    this.#path = join(directory, 'settings.json')
  }

  /** What the file says now; nothing if it is not there or cannot be read. */
  async read(): Promise<CliLogin> {
    const present = await stat(this.#path, { bigint: true }).catch(() => undefined)
    if (!present) {
      this.#seen = ''
      this.#login = NONE
      return NONE
    }
    const state = [present.ino, present.size, present.mtimeNs, present.ctimeNs].join(' ')
    if (state === this.#seen) return this.#login
    const text = await readFile(this.#path, 'utf8').catch(() => '')
    // The CLI does not replace its file in one stroke: half of it is read again the next time.
    const login = parseCliLogin(text)
    if (login) this.#seen = state
    this.#login = login ?? this.#login
    return this.#login
  }
}

/** Reads the text of the file; undefined if it is not JSON. */
export function parseCliLogin(text: string): CliLogin | undefined {
  let settings: Json
  try {
    settings = record(JSON.parse(text))
  } catch {
    return undefined
  }
  const kept = record(settings['homeyApi'])
  const access = record(kept['token'])['access_token']
  const sessions = new Map<string, HubSession>()
  for (const [name, value] of Object.entries(kept)) {
    const { token, session } = record(value)
    const ends = Date.parse(String(record(session)['expiresAt']))
    if (!name.startsWith('homey-') || typeof token !== 'string' || Number.isNaN(ends)) continue
    sessions.set(name.slice('homey-'.length), { token, expiresAt: ends })
  }
  return { access: typeof access === 'string' ? access : undefined, sessions }
}

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}
