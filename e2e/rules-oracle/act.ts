// One thing that a call brings about, as the oracle sees it; and what runs because of it.
import type { Json } from '../oracle/state.ts'

/** One thing that is brought about. */
export interface Act {
  readonly operation?: string
  readonly permissions: readonly string[]
  readonly effect: boolean
  readonly kind?: string
  readonly id?: string
  /** `any`: some capability of the device. */
  readonly capability?: string
  readonly value?: { readonly is: Json | undefined }
  readonly card?: string
  readonly later: boolean
  readonly wild: boolean
  readonly classes: readonly string[]
}

export const act = (more: Partial<Act>): Act => ({
  ...{ permissions: [], effect: true, later: false, wild: false, classes: [] },
  ...more,
})

export const WILD = act({
  wild: true,
  classes: ['timeline', 'speech', 'push', 'mail', 'flow-start', 'control'],
})

export interface Start {
  readonly kind: string
  readonly id: string
}

export interface Sets {
  readonly acts: readonly Act[]
  readonly starts: readonly Start[]
  readonly later: boolean
}
