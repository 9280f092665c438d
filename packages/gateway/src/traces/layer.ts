// A layer: what one grant did to one object between two moments at which somebody else had it. The layers
// of an object lie on each other, and only what lies on top can be taken off.
import { type Mapping, rewrite } from '@latchkey/catalogue'
import { z } from 'zod'
import { type Content, isSame } from './content.ts'
import { KIND_ROWS, type TraceKind } from './kinds.ts'

/** What a grant did to an object, taken together. */
export type Did = 'created' | 'changed' | 'deleted'

const CONTENT = z.record(z.string(), z.unknown())

/** What of a layer may hold secrets, and is sealed. */
const SEALED = z.object({
  name: z.string().nullable(),
  /** The object before the first write; null if it was not there. */
  before: CONTENT.nullable(),
  /** The object after the last write; null if it is not there any more. */
  after: CONTENT.nullable(),
  /** A write of which it is not known whether it was carried out, and what the object is if it was. */
  pending: z
    .object({
      /** When it was begun; 0 if it is under way no longer. */
      since: z.number(),
      /** Absent where only the hub could tell. */
      after: CONTENT.nullable().optional(),
      /** Of what is made: the objects of the same name that were there before; null if that is not known. */
      twins: z.array(z.string()).nullable().optional(),
    })
    .optional(),
})

/** The sealed part of a layer. */
export type SealedPart = z.output<typeof SEALED>

/** Why a layer cannot be taken off, whatever the object is. */
export type Hindrance = 'unread' | 'too-large' | 'too-many'

/** A layer. */
export interface Layer extends SealedPart {
  readonly id: string
  readonly hubId: string
  readonly grantId: string
  readonly kind: TraceKind
  /** The hub's id; while it is only being made, one of ours. */
  readonly objectId: string
  /** Counts the layers of an object from below. */
  readonly number: number
  readonly hindrance: Hindrance | null
  /** When it was switched off by an undo, if it is to be switched on again. */
  readonly offAt: number | null
  readonly createdAt: number
}

/** The text that is sealed. */
export function sealedText({ name, before, after, pending }: SealedPart): string {
  return JSON.stringify({ name, before, after, ...(pending && { pending }) })
}

/** @throws Error if it is none of ours */
export function readSealed(text: string): SealedPart {
  return SEALED.parse(JSON.parse(text))
}

/** What the grant did, taken together. */
export function didOf({ before, after }: Pick<Layer, 'before' | 'after'>): Did {
  if (before === null) return 'created'
  return after === null ? 'deleted' : 'changed'
}

/** Whether an object is as the grant left it, as far as that is known. */
export function isAsLeft({ after, pending }: Layer, present: Content | null): boolean {
  if (isSame(present, after)) return true
  return pending?.after !== undefined && isSame(present, pending.after)
}

/** The layer with everything that it says in the ids that objects have now. */
export function moved(layer: Layer, mapping: Mapping): Layer {
  const { shape } = KIND_ROWS[layer.kind]
  if (shape === null || Object.keys(mapping).length === 0) return layer
  const anew = (content: Content | null) => content && rewrite(shape, content, mapping)
  const { before, after, pending } = layer
  const later = pending?.after
  return {
    ...layer,
    ...{ before: anew(before), after: anew(after) },
    ...(pending && {
      pending: { ...pending, ...(later !== undefined && { after: anew(later) }) },
    }),
  }
}
