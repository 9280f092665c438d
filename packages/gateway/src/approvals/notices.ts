// Tells chosen users of a hub of questions, by the hub's own push card and with the gateway's own credential.
// A phone that cannot be told holds up nothing: the question waits where it can be looked at.
import { operationById } from '@latchkey/catalogue'
import { dialectOf, HubError } from '@latchkey/homey'
import type { ConnectedHub, Hubs } from '../hubs/hubs.ts'
import type { Language } from '../pages/texts.ts'
import type { Database } from '../storage/database.ts'
import type { Approval } from './approval.ts'
import type { ApprovalQuery } from './approval-store.ts'
import { type HubUser, type Notice, NoticeStore } from './notice-store.ts'
import { onQuestion, onTime } from './push-rule.ts'
import { questionText, summaryText } from './push-text.ts'

/** What notices stand on. */
export interface NoticeParts {
  readonly database: Database
  readonly hubs: Hubs
  /** Where the pages are for a phone; undefined if it cannot get there. */
  readonly address: () => string | undefined
  /** How many other things wait for the owner of a hub than questions about calls. */
  readonly besides: Besides
  readonly now: () => number
  readonly onWarning: (text: string) => void
  readonly onError: (error: unknown) => void
}

/** The questions that wait. */
type Open = (query: ApprovalQuery) => Promise<readonly Approval[]>

/** Something that an owner is to answer: its text on a phone, where the pages are at this address if they are anywhere. */
export interface ToTell {
  readonly hubId: string
  readonly text: (language: Language, address: string | undefined) => string
}

/** How many of those that wait are no questions about calls: they are counted, and lead elsewhere. */
type Besides = (hubId: string) => Promise<number>

const CARD = { uri: 'homey:manager:mobile', id: 'homey:manager:mobile:push_text' } as const

/** How often the owner is warned that a hub does not send pushes, in milliseconds. */
const WARN_EVERY = 60 * 60_000

/** Tells of questions. */
export class Notices implements Disposable {
  readonly store: NoticeStore
  readonly #parts: NoticeParts
  readonly #summaries = new Map<string, NodeJS.Timeout>()
  readonly #warned = new Map<string, number>()

  constructor(parts: NoticeParts) {
    this.#parts = parts
    this.store = new NoticeStore(parts.database)
  }

  /** A question was put. Resolves when its users were told, or could not be. */
  asked(approval: Approval, open: Open): Promise<void> {
    const text = (language: Language, address: string | undefined) =>
      questionText(approval, language, address)
    return this.tell({ hubId: approval.hubId, text }, open)
  }

  /** Something is to be answered. It is told once, by itself or with all others that wait. */
  async tell({ hubId, text }: ToTell, open: Open): Promise<void> {
    const { hubs, now, address, onError } = this.#parts
    try {
      const notice = await this.store.of(hubId)
      const hub = hubs.byId(hubId)
      if (!hub || !notice.push || notice.users.length === 0) return
      const told = await this.store.decide(hubId, (before) => onQuestion(before, now()))
      if (told?.send === 'question') {
        await this.#push(hub, notice, text(notice.language, address()))
      }
      if (told?.send === 'later') this.#schedule(hubId, told.at, open)
    } catch (error) {
      onError(error)
    }
  }

  #schedule(hubId: string, at: number, open: Open): void {
    if (this.#summaries.has(hubId)) return
    const summarize = () => {
      this.#summaries.delete(hubId)
      this.#summarize(hubId, open).catch(this.#parts.onError)
    }
    const timer = setTimeout(summarize, Math.max(0, at - this.#parts.now())).unref()
    this.#summaries.set(hubId, timer)
  }

  async #summarize(hubId: string, open: Open): Promise<void> {
    const { hubs, now, address } = this.#parts
    const due = await this.store.decide(hubId, (before) => {
      const pushes = onTime(before, now())
      return pushes && { pushes }
    })
    const hub = hubs.byId(hubId)
    const notice = await this.store.of(hubId)
    const questions = (await open({ hubs: [hubId], open: true, limit: 100 })).length
    const others = await this.#parts.besides(hubId)
    if (!due || !hub || !notice.push || questions + others === 0) return
    // The start page leads to both.
    const path = others > 0 ? '/' : '/approvals'
    const text = summaryText(questions + others, notice.language, address(), path)
    await this.#push(hub, notice, text)
  }

  async #push(hub: ConnectedHub, { users }: Notice, text: string): Promise<void> {
    for (const user of users) {
      try {
        await push(hub, user, text)
      } catch (error) {
        this.#warn(hub, error)
      }
    }
  }

  #warn({ hub }: ConnectedHub, error: unknown): void {
    const { now, onWarning, onError } = this.#parts
    if (!(error instanceof HubError)) {
      onError(error)
      return
    }
    if (now() - (this.#warned.get(hub.id) ?? Number.NEGATIVE_INFINITY) < WARN_EVERY) return
    this.#warned.set(hub.id, now())
    onWarning(
      `${hub.name} could not send a question to a phone: ${error.message} See: latchkey approvals list`,
    )
  }

  [Symbol.dispose](): void {
    for (const timer of this.#summaries.values()) clearTimeout(timer)
  }
}

/** Runs the push card for one user. @throws HubError */
async function push({ hub, connection }: ConnectedHub, user: HubUser, text: string): Promise<void> {
  const operation = operationById(hub.generation, 'flow.runFlowCardAction')
  const call = operation && dialectOf(hub.generation).toHub(operation, CARD, '', {})
  if (!call || typeof call === 'string') {
    throw new HubError('hub_refused', 'This kind of Homey cannot run a Flow card.')
  }
  await connection.call(call.operation, { ...call.ids, args: { user, text } })
}

/** The users of a hub, as they can be told. @throws HubError */
export async function usersOf({ hub, connection }: ConnectedHub): Promise<readonly HubUser[]> {
  const operation = operationById(hub.generation, 'users.getUsers')
  if (!operation) return []
  const said = dialectOf(hub.generation).fromHub(operation.id, await connection.call(operation))
  return Object.values(said ?? {}).flatMap((one: Readonly<Record<string, unknown>>) => {
    const { id, name, athomId } = one
    if (typeof id !== 'string' || typeof name !== 'string') return []
    return [{ id, name, ...(typeof athomId === 'string' && { athomId }) }]
  })
}
