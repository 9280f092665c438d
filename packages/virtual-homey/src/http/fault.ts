// Faults that a test can have a hub commit: what to do to one request instead of, or besides,
// answering it.

/** The request that a fault is chosen for; `operation` is `<manager id>.<operation>` if it is one. */
export interface FaultTarget {
  readonly method: string
  readonly path: string
  readonly operation?: string
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

/** Chooses the fault of a request; `undefined` lets it pass. */
export type FaultRule = (target: FaultTarget) => Fault | undefined
