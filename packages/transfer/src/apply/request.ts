// From a step to the one request that it is: references rewritten by what is known now, the nonce in the
// name, secrets put in last.
import { type Mapping, rewrite } from '@latchkey/catalogue'
import type { Fingerprint } from '../journal/journal.ts'
import type { JsonObject } from '../json.ts'
import type { WriteRequest } from '../kinds/kind.ts'
import { KINDS } from '../kinds/kinds.ts'
import { installing } from '../kinds/software.ts'
import type { Step, Verb } from '../plan/plan.ts'
import { withOpen } from './bindings.ts'
import { fingerprintOf, postedBody } from './fingerprint.ts'
import { nonceOf, withNonce } from './nonce.ts'
import { opened, type Secrets } from './secrets.ts'
import { bodyOf, carriesNonce, finalName } from './steps.ts'

/** What a request is made from. */
export interface RequestContext {
  readonly run: string
  readonly mapping: Mapping
  readonly secrets: Secrets | undefined
  /** Whether flows are switched on when they are made, rather than behind the barrier. */
  readonly inline?: boolean
}

/** A step, ready to be announced and sent. */
export interface Prepared {
  readonly request: WriteRequest
  readonly nonce?: string
  readonly fingerprint?: Fingerprint
  readonly missing: readonly string[]
}

/** Why a step cannot become a request. */
export interface Impossible {
  readonly impossible: string
}

type Make = (step: Step, target: string, context: RequestContext) => Prepared | Impossible

/** Prepares a step; `target` is the id of what it changes, or the id of an app. */
export function prepare(
  step: Step,
  target: string,
  context: RequestContext,
): Prepared | Impossible {
  return VERBS[step.verb](step, target, context)
}

const VERBS: Readonly<Record<Verb, Make>> = {
  install: (step, target) => ({ request: installing(target, bodyOf(step)), missing: [] }),
  create: made,
  update: changed,
  set: changed,
  patch: changed,
  activate: changed,
}

/** The body of a step in ids of the target, before its secrets are put in. */
export function rewritten(step: Step, mapping: Mapping): JsonObject {
  const { shape } = KINDS[step.kind]
  const body = bodyOf(step)
  return shape === null ? body : rewrite(shape, body, withOpen(mapping, step.late))
}

function made(step: Step, _target: string, context: RequestContext): Prepared | Impossible {
  const { create } = KINDS[step.kind].writing
  if (!create) return { impossible: `${KINDS[step.kind].label} cannot be made by a tool.` }
  const { body, secret, missing } = opened(rewritten(step, context.mapping), context.secrets)
  if (!carriesNonce(step)) {
    const request = create(body)
    const posted = postedBody(request)
    return { request, fingerprint: fingerprintOf(step.kind, posted, secret), missing }
  }
  const nonce = nonceOf(context.run, step.id)
  const name = withNonce(finalName(step), nonce)
  const request = create({ ...body, name, ...(!context.inline && { enabled: false }) })
  const without = [...secret, 'name']
  return {
    ...{ request, nonce, missing },
    fingerprint: fingerprintOf(step.kind, postedBody(request), without),
  }
}

// What is switched on or gets its name back behind the barrier is not touched by what comes before it.
const LATER = ['name', 'enabled']

function changed(step: Step, target: string, context: RequestContext): Prepared | Impossible {
  const { hasNonce, label, writing } = KINDS[step.kind]
  const { update, parts } = writing
  if (!update) return { impossible: `${label} cannot be changed by a tool.` }
  const { body, missing } = opened(rewritten(step, context.mapping), context.secrets)
  const waits = hasNonce && step.verb === 'patch'
  const part = waits ? without(body, LATER) : body
  const cut = parts?.(part, target) ?? [part]
  const [only, more] = cut
  if (more !== undefined) return { impossible: `Step ${step.id} would be ${cut.length} requests.` }
  if (only === undefined || isEmpty(only)) {
    return {
      impossible: missing.length > 0 ? 'The secret that it is about is not known.' : 'It is empty.',
    }
  }
  return { request: update(target, only), missing }
}

function without(body: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))
}

// Settings of which nothing is left but the list itself.
function isEmpty(part: JsonObject): boolean {
  const values = Object.values(part)
  const [only] = values
  if (values.length !== 1) return values.length === 0
  return typeof only === 'object' && only !== null && 'settings' in part
    ? Object.keys(only).length === 0
    : false
}
