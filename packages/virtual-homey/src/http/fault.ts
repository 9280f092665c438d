// Faults that a test can have a hub commit: what to do to one request instead of, or besides,
// answering it. The same faults happen to calls over HTTP and over the socket.
import type { HubError } from '../hub-error.ts'

/** The request that a fault is chosen for; `operation` is `<manager id>.<operation>` if it is one. */
export interface FaultTarget {
  readonly method: string
  readonly path: string
  readonly operation?: string
  /** The session that the caller's token names, valid or not. */
  readonly sessionId?: string
}

export type Fault =
  /** Answer late. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Close the connection; nothing was done. */
  | { readonly kind: 'drop' }
  /** Do what was asked, then close the connection. */
  | { readonly kind: 'lose-answer' }
  /** Do nothing and answer this error. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly error: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** Do nothing and answer exactly this. */
  | {
      readonly kind: 'raw'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string | Buffer
    }
  /** Do nothing and refuse in the words of the hub. */
  | { readonly kind: 'refuse'; readonly error: HubError }
  /** Close the connection; `schedule` gets the work and does it when it likes. */
  | { readonly kind: 'commit-later'; readonly schedule: (work: () => Promise<unknown>) => void }
  /** Several things at once: a delay, other input, other output, and then perhaps another fault. */
  | {
      readonly kind: 'several'
      readonly ms: number
      readonly input?: Rewrite
      readonly output?: Rewrite
      readonly ending?: Fault
    }

/** Changes a JSON value: the body of a request, or what is answered. */
export type Rewrite = (value: unknown) => unknown

/** Chooses the fault of a request; `undefined` lets it pass. */
export type FaultRule = (target: FaultTarget) => Fault | undefined

/** A request as far as faults are concerned; `A` is an answer of its transport. */
export interface Sufferer<A> {
  readonly wait: (ms: number) => Promise<unknown>
  /** Does the work; `input` changes what was asked. */
  readonly work: (input: Rewrite) => Promise<A>
  /** The same answer with another value. */
  readonly changed: (answer: A, output: Rewrite) => A
  readonly status: (fault: Extract<Fault, { kind: 'status' }>) => A
  readonly raw: (fault: Extract<Fault, { kind: 'raw' }>) => A
  readonly refuse: (error: HubError) => A
}

/** Does the work as the fault wants it; `undefined` means that no answer is sent. */
export async function suffer<A>(
  fault: Fault | undefined,
  it: Sufferer<A>,
  input: Rewrite = same,
): Promise<A | undefined> {
  switch (fault?.kind) {
    case undefined:
      return it.work(input)
    case 'delay':
      await it.wait(fault.ms)
      return it.work(input)
    case 'drop':
      return undefined
    case 'lose-answer':
      await it.work(input)
      return undefined
    case 'commit-later':
      fault.schedule(() => it.work(input))
      return undefined
    case 'status':
      return it.status(fault)
    case 'raw':
      return it.raw(fault)
    case 'refuse':
      return it.refuse(fault.error)
    case 'several': {
      if (fault.ms > 0) await it.wait(fault.ms)
      const answer = await suffer(fault.ending, it, fault.input ?? same)
      return answer === undefined || !fault.output ? answer : it.changed(answer, fault.output)
    }
  }
}

function same(value: unknown): unknown {
  return value
}
