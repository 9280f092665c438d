// The live model of one hub: what it holds, kept fresh by its events, and read anew wherever events leave
// a doubt. What decides between two stories of an object is in shelf.ts; what is read when, in healing.ts.
//
// Order of things. First the hub is listened to, then it is read, so that nothing falls between; a device
// is heard at a URI of its own, so it is read again after that was taken. After every new socket all is
// read anew before anything counts as known, because events were missed.
import type { HubConnection, HubEvent } from '@latchkey/homey'
import { HOME_KINDS, type HomeKind, type Item } from '../limits/home.ts'
import { readCapabilityEvent } from './capability-values.ts'
import type { HubFeed } from './feed.ts'
import { Healing } from './healing.ts'
import { itemOf } from './json.ts'
import { kindOnSocket, kindsOfManager } from './kinds.ts'
import { Listening } from './listening.ts'
import type {
  KindState,
  Lease,
  LiveModel,
  LiveState,
  ModelChange,
  ModelListener,
  WriteCall,
  Written,
} from './model.ts'
import { Shelves } from './shelves.ts'
import { type After, realTime, Timetable } from './timers.ts'
import { touchesOf } from './write-effects.ts'
import { doubtWrite, doWrite } from './writing.ts'
import { activityOf } from './zone-activity.ts'

/** How often everything is read anew although no event was missed, in milliseconds. */
export const REPAIR_EVERY = 5 * 60_000
/** How long a model goes on that nobody asks for. */
export const IDLE_AFTER = 60 * 60_000
/** How long an echo may take before its object is read without anybody having asked. */
const ECHO = 200
/** The pause before a URI is asked for again that no hub was there to take. */
const AGAIN = 1_000

/** What a model stands on. */
export interface LiveHomeOptions {
  readonly connection: HubConnection
  readonly feed: HubFeed
  readonly after?: After
  /** The time in milliseconds; only differences count. */
  readonly now?: () => number
  readonly repairEvery?: number
  readonly idleAfter?: number
  /** Told of reads that failed, and of listeners that threw; the model goes on. */
  readonly onError?: (error: unknown) => void
  /** Told whenever all devices were read; what it is given gives those of the moment. */
  readonly onDevicesRead?: (devices: () => Iterable<Item>) => void
}

/** The model of one hub. It stands still until it is first asked for something. */
export class LiveHome implements LiveModel, Disposable {
  readonly #options: LiveHomeOptions
  readonly #after: After
  readonly #timetable: Timetable
  readonly #shelves: Shelves
  readonly #healing: Healing
  readonly #listeners = new Set<ModelListener>()
  readonly #waiters = new Set<() => void>()
  /** Devices that exist and are not told of. */
  readonly #unheard = new Set<string>()
  #listening: Listening | undefined
  #stopWatching = (): void => {}
  #leases = 0
  #isUp = false
  #isTold = false
  #isOver = false

  constructor(options: LiveHomeOptions) {
    this.#options = options
    this.#after = options.after ?? realTime
    this.#timetable = new Timetable(this.#after)
    this.#shelves = new Shelves(
      options.connection.generation,
      options.now ?? (() => performance.now()),
    )
    this.#healing = new Healing({
      ...{ connection: options.connection, shelves: this.#shelves, timetable: this.#timetable },
      isUp: () => this.#isUp,
      isHeard: async () => await this.#listening?.settled(),
      apply: (changes) => this.#apply(changes),
      onRead: (kind) => this.#afterReading(kind),
      onEnd: () => this.#afterwards(),
      onError: (error) => this.#options.onError?.(error),
    })
  }

  /** Whether the hub is being listened to. */
  get isRunning(): boolean {
    return this.#listening !== undefined
  }

  get present(): LiveState | undefined {
    const isWhole = HOME_KINDS.every((kind) => this.stateOf(kind) !== 'read')
    return isWhole && this.#isKnown ? this.#shelves.state : undefined
  }

  get #isKnown(): boolean {
    return this.#isUp && this.#shelves.isKnown
  }

  stateOf(kind: HomeKind): KindState {
    return this.#healing.stateOf(kind)
  }

  async known(withinMs: number): Promise<LiveState | undefined> {
    this.#ask()
    const asked = this.#shelves.moments.next()
    for (const kind of HOME_KINDS) {
      if (this.stateOf(kind) === 'read') this.#shelves.doubt(kind, undefined)
    }
    const isRead = () => HOME_KINDS.every((kind) => this.#healing.isReadSince(kind, asked))
    return await this.#wait(
      () => (this.#isKnown && isRead() ? this.#shelves.state : undefined),
      () => this.#healing.healAll('state'),
      withinMs,
    )
  }

  async fresh(
    kind: HomeKind,
    id: string | undefined,
    withinMs: number,
  ): Promise<LiveState | undefined> {
    this.#ask()
    // What is never served needs no waiting for.
    const isNeverServed = () => ['absent', 'read'].includes(this.stateOf(kind))
    return await this.#wait(
      () => (this.isFresh(kind, id) ? this.present : undefined),
      () => {
        this.#healing.healAll('state')
        if (this.#shelves.of[kind].doubts.any('answer')) this.#healing.heal(kind)
      },
      isNeverServed() ? 0 : withinMs,
      isNeverServed,
    )
  }

  isFresh(kind: HomeKind, id: string | undefined): boolean {
    const { doubts } = this.#shelves.of[kind]
    const isDoubted = id === undefined ? doubts.any('answer') : doubts.has(id)
    return this.#isUp && !isDoubted && this.stateOf(kind) === 'live'
  }

  listen(listener: ModelListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  need(): Lease {
    this.#leases++
    this.#ask()
    let isHeld = true
    return {
      [Symbol.dispose]: () => {
        if (!isHeld) return
        isHeld = false
        this.#leases--
        if (this.#listening) this.#idleLater()
      },
    }
  }

  writing(call: WriteCall): Written {
    const shelves = this.#shelves
    const began = shelves.moments.next()
    const touches = touchesOf(call, (kind) => shelves.of[kind].items)
    return {
      answered: (value) => {
        this.#apply(doWrite(shelves, touches, began, value))
        this.#afterwards()
      },
      doubtful: () => {
        doubtWrite(shelves, touches, call.ids['id'])
        this.#afterwards()
      },
    }
  }

  /** Somebody asked: the model runs, and goes on for a time. */
  #ask(): void {
    if (this.#isOver) return
    if (!this.#listening) this.#start()
    this.#idleLater()
  }

  #idleLater(): void {
    this.#timetable.plan('idle', this.#options.idleAfter ?? IDLE_AFTER, () => {
      if (this.#leases === 0) this.#stop()
    })
  }

  #start(): void {
    const { feed } = this.#options
    const listening = new Listening({
      feed,
      onEvent: (event) => this.#hear(event),
      onRefused: (of) => this.#refused(of),
      // What happened to it before was not heard.
      onHeard: (id) => this.#shelves.doubt('device', id),
      pause: () => new Promise((resolve) => this.#after(AGAIN, resolve)),
    })
    this.#listening = listening
    this.#stopWatching = feed.watch((state) => this.#turned(state === 'up'))
    listening.begin()
    this.#turned(feed.state === 'up')
    this.#repairLater()
  }

  #stop(): void {
    this.#turned(false)
    this.#stopWatching()
    this.#listening?.[Symbol.dispose]()
    this.#listening = undefined
    this.#healing.forget()
    this.#unheard.clear()
    this.#timetable.cancelAll()
    for (const check of [...this.#waiters]) check()
  }

  /** Ends all that the model does, for good: it knows nothing from now on. */
  [Symbol.dispose](): void {
    this.#isOver = true
    if (this.#listening) this.#stop()
  }

  #turned(isUp: boolean): void {
    this.#isUp = isUp
    this.#shelves.doubtAll()
    if (this.#isTold) {
      this.#isTold = false
      this.#tell(({ onState }) => onState?.('down'))
    }
    if (isUp) this.#healing.healAll('state')
  }

  #hear(event: HubEvent): void {
    // While the model is down everything is about to be read; what comes now would only be doubted.
    if (!this.#isUp) return
    const [, owner = '', id = ''] = event.uri.split(':')
    if (owner === 'device' && event.event === 'capability') {
      const told = readCapabilityEvent(event.data)
      if (told) this.#apply(this.#shelves.of.device.takeValue(id, told, event), false)
    } else if (owner === 'manager') this.#apply(this.#hearManager(event))
    this.#afterwards()
  }

  #hearManager(event: HubEvent): readonly ModelChange[] {
    const [name = '', change = ''] = event.event.split('.')
    const kind = kindOnSocket(name)
    const told = itemOf(event.data)
    if (!kind || !told) return []
    const shelf = this.#shelves.of[kind]
    if (change === 'delete') return shelf.takeDeletion(told.id, event)
    const isWhole = change === 'create' || change === 'update'
    return isWhole ? shelf.takeEvent(told.id, told.item, event) : []
  }

  /** Takes notice of changes and tells them. */
  #apply(changes: readonly ModelChange[], mayMoveZones = true): void {
    for (const change of changes) {
      if (change.kind === 'device') this.#noticeDevice(change, mayMoveZones)
      this.#tell(({ onChange }) => onChange?.(change))
    }
  }

  #noticeDevice({ change, id, before, after }: ModelChange, mayMoveZones: boolean): void {
    if (change === 'delete') this.#listening?.leave(id)
    else this.#follow(id)
    // A zone is active by its devices, and no hub is known to say so when one of them is moved.
    if (!mayMoveZones || !this.#isTold) return
    for (const zone of activityOf(before, after)) this.#shelves.doubt('zone', zone, 'answer')
  }

  #follow(id: string): void {
    if (!this.#unheard.has(id) && this.#listening?.follow(id)) this.#shelves.doubt('device', id)
  }

  #afterReading(kind: HomeKind): void {
    if (kind === 'device') {
      const { items } = this.#shelves.of.device
      for (const id of items.keys()) this.#follow(id)
      if ([...this.#unheard].some((id) => items.has(id))) this.#healing.unhear('device')
      this.#options.onDevicesRead?.(() => this.#shelves.of.device.items.values())
    }
    this.#afterwards()
  }

  // A device that is not told of is gone, or it may not be told of: reading says which.
  #refused(of: { manager: string } | { device: string }): void {
    if ('device' in of) {
      this.#unheard.add(of.device)
      this.#shelves.doubt('device', of.device)
    } else for (const kind of kindsOfManager(of.manager)) this.#healing.unhear(kind)
    this.#afterwards()
  }

  #tell(tell: (listener: ModelListener) => void): void {
    for (const listener of [...this.#listeners]) {
      try {
        tell(listener)
      } catch (error) {
        this.#options.onError?.(error)
      }
    }
  }

  /** After whatever may have settled something, or left a doubt. */
  #afterwards(): void {
    if (this.#isKnown && !this.#isTold) {
      this.#isTold = true
      this.#tell(({ onState }) => onState?.('up'))
    }
    if (this.#isUp && !this.#shelves.isKnown && !this.#healing.isRunning) {
      this.#healing.healLater(ECHO)
    }
    for (const check of [...this.#waiters]) check()
  }

  /** Waits for a state, at most so long; `push` is done if it is not there yet. */
  #wait(
    get: () => LiveState | undefined,
    push: () => void,
    withinMs: number,
    isVain = () => false,
  ): Promise<LiveState | undefined> {
    const now = get()
    if (now || withinMs <= 0 || this.#isOver) return Promise.resolve(now)
    return new Promise((resolve) => {
      const end = (state: LiveState | undefined): void => {
        this.#waiters.delete(check)
        cancel()
        resolve(state)
      }
      const check = (): void => {
        const state = get()
        if (state || !this.#listening || isVain()) end(state)
      }
      const cancel = this.#after(withinMs, () => end(undefined))
      this.#waiters.add(check)
      push()
    })
  }

  #repairLater(): void {
    this.#timetable.plan('repair', this.#options.repairEvery ?? REPAIR_EVERY, () => {
      this.#repairLater()
      void this.#healing.repair()
    })
  }
}
