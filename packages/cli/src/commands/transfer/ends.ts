// The two homes of a transfer as they were named: hubs that can be asked, or snapshots in files. What was
// opened for them, keys included, is given back when the command ends.
import { existsSync } from 'node:fs'
import type { HubView } from '@latchkey/gateway'
import { HubError } from '@latchkey/homey'
import { openHub, readSnapshot, type Snapshot, type TransferHub } from '@latchkey/transfer'
import { connectOwner, type OwnerClient } from '../../owner-client.ts'
import { placeOf } from '../../place.ts'
import { parseEnd, THREE_WAYS, WITHOUT_KEYS } from './end-word.ts'
import { KeyReader } from './key-reader.ts'
import { ending, usage } from './problem.ts'
import { secretsKey } from './secrets-key.ts'
import { type Stage, say } from './stage.ts'
import { temporaryKey } from './temporary-key.ts'

/** What a home is wanted for; each has its preset. */
export type Role = 'source' | 'target'

/** A home. */
export interface End {
  readonly id: string
  readonly name: string
  /** The option it was named by. */
  readonly option: string
  /** The home as it was when the file was written; nothing for a hub. */
  readonly file: Snapshot | undefined
  /** The hub itself, opened when it is first asked for. @throws CommandError for a file; HubError */
  hub(): Promise<TransferHub>
}

/** Opens homes, and holds what it opened. */
export class Ends implements AsyncDisposable {
  readonly #stage: Stage
  readonly #stack = new AsyncDisposableStack()
  readonly #keys: KeyReader
  #owner: Promise<OwnerClient> | undefined

  constructor(stage: Stage) {
    this.#stage = stage
    this.#keys = new KeyReader(stage.terminal)
  }

  /**
   * Opens a home.
   * @throws CommandError if there is none of that name, or it has no key; SnapshotUnusable; HubError
   */
  async open(text: string | undefined, option: string, role: Role): Promise<End> {
    if (text === undefined) throw usage(`Say which home: ${option} <home>. ${THREE_WAYS}`)
    const word = parseEnd(text, option)
    if (word.is === 'address') return this.#atAddress(word, option, role)
    if (word.is === 'file') return this.#inFile(word.path, option)
    const owner = await this.#ownerClient()
    const hubs = await owner.request<readonly HubView[]>('GET', '/hubs')
    const hub = hubs.find(({ id, name }) => name === word.word || id === word.word)
    if (hub) return this.#known(hub, option, role)
    if (existsSync(word.word)) return this.#inFile(word.word, option)
    const known = hubs.map(({ name }) => `"${name}"`).join(', ') || 'none yet'
    throw usage(
      `${option}: there is no hub "${word.word}" and no such file. Hubs: ${known}. ${THREE_WAYS}`,
    )
  }

  #ownerClient(): Promise<OwnerClient> {
    const { options, terminal } = this.#stage
    this.#owner ??= connectOwner(placeOf(options, terminal.environment)).then((owner) =>
      this.#stack.use(owner),
    )
    return this.#owner
  }

  #known({ id, name }: HubView, option: string, role: Role): End {
    const open = async (): Promise<TransferHub> => {
      const owner = await this.#ownerClient()
      const { key } = this.#stack.use(await temporaryKey(owner, { id }, `preset:transfer-${role}`))
      const address = await owner.address()
      return this.#stack.use(await openHub({ address, key }))
    }
    return { ...{ id, name, option, file: undefined }, hub: once(open) }
  }

  async #atAddress(
    word: { readonly address: string; readonly key: string },
    option: string,
    role: Role,
  ): Promise<End> {
    const address = /^https?:/i.test(word.address) ? word.address : `http://${word.address}`
    const key =
      word.key === '-'
        ? await this.#keys.ask(
            `Key for the ${role} at ${address}`,
            `Pipe it in, a line for each key that is asked for, or write ${option} ${address}#<key>.`,
          )
        : word.key
    const hub = this.#stack.use(
      await openHub({ address, key }).catch((error) => {
        throw withHint(error)
      }),
    )
    const { id, name } = hub.facts
    return { ...{ id, name, option, file: undefined }, hub: async () => hub }
  }

  async #inFile(path: string, option: string): Promise<End> {
    const file = await readUnsealed(path, this.#stage)
    const { id, name } = file.manifest.hub
    const hub = async (): Promise<never> => {
      throw usage(
        `${option}: ${path} is a snapshot. For this the Homey itself is needed. ${THREE_WAYS}`,
      )
    }
    return { id, name, option, file, hub }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync()
  }
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined
  return () => {
    done ??= work()
    return done
  }
}

/** A snapshot, with its secrets if the passphrase that was named or the installation's key opens them. */
export async function readUnsealed(path: string, stage: Stage): Promise<Snapshot> {
  const { options, terminal } = stage
  const plain = await readSnapshot(path)
  if (plain.manifest.secrets !== 'sealed') return plain
  if (options.unsealEnv !== undefined) {
    const secret = terminal.environment[options.unsealEnv]
    if (!secret) throw usage(`The variable ${options.unsealEnv} is empty or not set.`)
    const text = secret.trim()
    const isIdentity = text.startsWith('AGE-SECRET-KEY-')
    return readSnapshot(path, isIdentity ? { identity: text } : { passphrase: text })
  }
  const { identity } = await secretsKey(placeOf(options, terminal.environment).data)
  try {
    return await readSnapshot(path, { identity })
  } catch {
    say(
      stage,
      `The secrets in ${path} stay sealed: name what opens them with --unseal-env VARIABLE.`,
    )
    return plain
  }
}

// The older Homeys have no keys, and say without one nothing that tells them apart.
function withHint(error: unknown): unknown {
  if (!(error instanceof HubError) || error.code !== 'hub_credential_refused') return error
  return ending('not-permitted', error.code, `${error.message} ${WITHOUT_KEYS}`)
}
