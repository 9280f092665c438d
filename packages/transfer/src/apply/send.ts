// Sends one request until it is settled: answered, refused for good, or such that one has to look what
// became of it.
import { HubError } from '@latchkey/homey'
import { AppNotRunning } from '../hub/refused.ts'
import type { TransferHub } from '../hub/transfer-hub.ts'
import type { WriteRequest } from '../kinds/kind.ts'
import type { AppWatch } from './apps.ts'
import type { ExitName } from './exit-codes.ts'
import type { ApplyPace } from './pace.ts'
import type { Surroundings } from './surroundings.ts'
import { verdictOn } from './verdict.ts'

/** What became of a request. */
export type Settled =
  | { readonly is: 'answered'; readonly value: unknown }
  /** It may have been done. */
  | { readonly is: 'doubt' }
  /** It was certainly not done. */
  | {
      readonly is: 'failed'
      readonly reason: string
      readonly exit: ExitName
      readonly status?: number | undefined
    }
  /** Nothing more can be done at present; whether it was done is not said. */
  | {
      readonly is: 'stop'
      readonly reason: string
      readonly exit: ExitName
      readonly void: boolean
    }

/** How it is sent. */
export interface Sending {
  readonly creates: boolean
  readonly around: Surroundings
  readonly pace: ApplyPace
  /** Where it is seen whether an app that did not answer is going to. */
  readonly apps?: AppWatch | undefined
}

/** Sends a request. @throws what is no error of the hub, such as a mistake of the code */
export async function send(
  hub: TransferHub,
  { operation, parameters }: WriteRequest,
  { creates, around, pace, apps }: Sending,
): Promise<Settled> {
  let attempt = 0
  let goneFor = 0
  let askedAt: number | undefined
  while (true) {
    const begunAt = around.now().getTime()
    try {
      const value = await hub.call(operation, parameters)
      pace.succeeded(around.now().getTime() - begunAt)
      return { is: 'answered', value }
    } catch (error) {
      attempt++
      const verdict = verdictOn(error, { creates, attempt })
      if (verdict.do === 'look') return { is: 'doubt' }
      if (verdict.do === 'fail') return { ...verdict, is: 'failed' }
      if (verdict.do === 'stop') return { ...verdict, is: 'stop', void: !mayHaveHappened(error) }
      if (around.signal?.aborted) return { ...PAUSED, void: creates }
      if (error instanceof AppNotRunning && apps && !(await apps.running(error.app))) {
        return { is: 'failed', reason: error.message, exit: 'stopped', status: error.status }
      }
      if (verdict.why === 'pace') pace.refused(verdict.after)
      // Being told to wait, or finding nobody, is no failed attempt.
      if (verdict.why !== 'failed') attempt = Math.min(attempt, 6)
      if (verdict.why === 'gone') {
        if (goneFor >= around.patience) return { ...AWAY, void: creates }
        goneFor += verdict.after
      }
      if (verdict.why === 'asked') {
        const now = around.now().getTime()
        if (askedAt === undefined) around.onAsked?.(messageOf(error))
        askedAt ??= now
        if (now - askedAt >= around.ownerPatience) return { ...UNANSWERED, void: true }
      }
      await around.sleep(verdict.after)
    }
  }
}

const PAUSED = { is: 'stop', exit: 'stopped', reason: 'It was paused.' } as const
const AWAY = { is: 'stop', exit: 'stopped', reason: 'The Homey does not answer.' } as const

const UNANSWERED = {
  is: 'stop',
  exit: 'not-permitted',
  reason: 'The owner was asked, and did not answer in time.',
} as const

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '')

const mayHaveHappened = (error: unknown): boolean =>
  error instanceof HubError && error.mayHaveHappened
