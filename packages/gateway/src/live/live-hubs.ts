// The live models of all hubs: one for each connection, made when it is first asked for.
import { HubError } from '@latchkey/homey'
import { DeviceSecrets } from '../hub-path/device-secrets.ts'
import type { ConnectedHub } from '../hubs/hubs.ts'
import { answerFromModel, type ModelAnswer, type ModelQuestion } from './answer-from-model.ts'
import { HubFeed } from './feed.ts'
import { ItemTexts } from './item-texts.ts'
import { KeptAnswers } from './kept-answers.ts'
import { KeptLists } from './kept-lists.ts'
import { LiveHome, type LiveHomeOptions } from './live-home.ts'
import type { LiveState } from './model.ts'
import { realTime } from './timers.ts'

/** What the models work with. */
export interface LiveHubsOptions
  extends Pick<LiveHomeOptions, 'after' | 'now' | 'repairEvery' | 'idleAfter' | 'onError'> {
  /** Different for every run of the gateway; letters and digits. */
  readonly bootId: string
}

/** What there is of one hub: its events, its model, and answers from it. */
export class LiveHub implements AsyncDisposable {
  readonly feed: HubFeed
  readonly model: LiveHome
  readonly texts: ItemTexts
  readonly secrets: DeviceSecrets
  readonly lists: KeptLists
  readonly #kept = new KeptAnswers()
  readonly #bootId: string

  constructor(connection: ConnectedHub['connection'], options: LiveHubsOptions) {
    const { bootId, ...rest } = options
    this.#bootId = bootId
    this.feed = new HubFeed({ hub: connection })
    this.lists = new KeptLists(this.feed, options.after ?? realTime)
    this.secrets = new DeviceSecrets(connection)
    this.texts = new ItemTexts(this.secrets)
    this.model = new LiveHome({
      ...{ ...rest, connection, feed: this.feed },
      onDevicesRead: (devices) => {
        this.secrets.learn(devices).catch((error: unknown) => options.onError?.(error))
      },
    })
  }

  /** Answers a read from a state of the model, or says that it cannot. */
  answer(state: LiveState, question: ModelQuestion): ModelAnswer {
    const { model, texts, secrets } = this
    const source = {
      ...{ model, state, texts, kept: this.#kept },
      ...{ secretsVersion: secrets.version, bootId: this.#bootId },
    }
    return answerFromModel(source, question)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.model[Symbol.dispose]()
    this.lists[Symbol.dispose]()
    this.secrets.close()
    await this.feed[Symbol.asyncDispose]()
  }
}

/** Keeps them. */
export class LiveHubs implements AsyncDisposable {
  readonly #options: LiveHubsOptions
  readonly #byId = new Map<string, { connected: ConnectedHub; live: LiveHub }>()
  readonly #closing = new Set<Promise<void>>()
  #made = 0
  #isOver = false

  constructor(options: LiveHubsOptions) {
    // A hub that is away or refuses is read again later, and whoever asks meanwhile is told by the hub path:
    // that is no error of ours.
    const onError = (error: unknown): void => {
      if (!(error instanceof HubError)) options.onError?.(error)
    }
    this.#options = { ...options, onError }
  }

  /**
   * What there is of a hub. A hub that was connected anew begins anew; a call that is still under way by
   * the connection before gets one that knows nothing, and leaves the new one alone.
   */
  of(connected: ConnectedHub): LiveHub {
    const { id } = connected.hub
    const known = this.#byId.get(id)
    if (known?.connected.connection === connected.connection) return known.live
    const live = this.#make(connected)
    if (this.#isOver || connected.connection.isClosed) this.#close(live)
    else {
      if (known) this.#close(known.live)
      this.#byId.set(id, { connected, live })
    }
    return live
  }

  // Numbers of versions begin anew with each model, so each has to have tags of its own.
  #make({ connection }: ConnectedHub): LiveHub {
    const bootId = `${this.#options.bootId}x${(this.#made++).toString(36)}`
    return new LiveHub(connection, { ...this.#options, bootId })
  }

  /** Lets go of a hub: it is gone, or connected anew. */
  drop(id: string): void {
    const known = this.#byId.get(id)
    this.#byId.delete(id)
    if (known) this.#close(known.live)
  }

  #close(live: LiveHub): void {
    const closing = live[Symbol.asyncDispose]().catch((error: unknown) => {
      this.#options.onError?.(error)
    })
    this.#closing.add(closing)
    void closing.finally(() => this.#closing.delete(closing))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    for (const id of [...this.#byId.keys()]) this.drop(id)
    await Promise.all(this.#closing)
  }
}
