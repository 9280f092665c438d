// Apps take their time: one that was installed has to start before its cards are there. All that start at
// one time are looked for in one list, as a hub that is asked gently has other things to answer.
import { HubError } from '@latchkey/homey'
import type { TransferHub } from '../hub/transfer-hub.ts'
import { isObject, type JsonObject } from '../json.ts'
import type { Surroundings } from './surroundings.ts'

/** Between two looks at apps that are starting, in milliseconds. */
const PAUSE = 500

type Apps = readonly JsonObject[]

/** The apps of a hub, looked at again and again. */
export class AppWatch {
  readonly #hub: TransferHub
  readonly #around: Pick<Surroundings, 'appPatience' | 'sleep' | 'signal'>
  #listing: Promise<Apps> | undefined
  #later: Promise<Apps> | undefined

  constructor(hub: TransferHub, around: Pick<Surroundings, 'appPatience' | 'sleep' | 'signal'>) {
    this.#hub = hub
    this.#around = around
  }

  /** An app, as the list has it; nothing if it is not installed, or nobody can be asked. */
  async installed(id: string): Promise<JsonObject | undefined> {
    return find(await this.#now(), id)
  }

  /**
   * Waits until an app runs. One that does not start in time is no reason to stop: what needs its cards
   * is held by what verifies them.
   */
  async running(id: string): Promise<boolean> {
    const { appPatience, signal } = this.#around
    let apps = await this.#now()
    for (let waited = 0; waited <= appPatience; waited += PAUSE) {
      const app = find(apps, id)
      if (app?.['state'] === 'running') return true
      const isOff = app?.['enabled'] === false || app?.['state'] === 'crashed'
      if (isOff || signal?.aborted) return false
      apps = await this.#soon()
    }
    return false
  }

  #now(): Promise<Apps> {
    this.#listing ??= this.#list().finally(() => {
      this.#listing = undefined
    })
    return this.#listing
  }

  #soon(): Promise<Apps> {
    this.#later ??= this.#around.sleep(PAUSE).then(() => {
      this.#later = undefined
      return this.#now()
    })
    return this.#later
  }

  async #list(): Promise<Apps> {
    const answer = await this.#hub.call('apps.getApps').catch(unlessMistaken)
    const all = Array.isArray(answer) ? answer : isObject(answer) ? Object.values(answer) : []
    return all.filter(isObject)
  }
}

// A hub that is away for a moment has no app that runs.
function unlessMistaken(error: unknown): undefined {
  if (!(error instanceof HubError)) throw error
}

const find = (apps: Apps, id: string): JsonObject | undefined =>
  apps.find((app) => app['id'] === id)
