// The routes for house rules.

import type { z } from 'zod'
import type { ConnectedHub } from '../hubs/hubs.ts'
import type { HouseRule } from '../oversight/house-rule.ts'
import { isReadyMade, rowOf } from '../oversight/ready-made.ts'
import { OwnerError } from '../owner-error.ts'
import type { Mine } from './caller.ts'
import { hubObjects } from './hub-objects.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { resolveAbout } from './resolve-about.ts'
import { type Route, route } from './route.ts'
import { RULE_CHANGE, RULE_INPUT } from './rule-inputs.ts'
import { CHANGED_RULE, RULE, ruleView } from './rule-views.ts'

/** The routes. */
export function ruleRoutes(parts: OwnerApiParts): readonly Route[] {
  const { rules } = parts
  return [
    route({
      ...{ method: 'GET', path: '/hubs/:id/rules', answer: RULE.array().readonly() },
      summary: 'The house rules of a hub',
      handle: async ({ mine, id }) => {
        const { hub } = mine.hub(id)
        return (await rules.list(hub.id)).map((rule) => ruleView(rule, hub.name))
      },
    }),
    route({
      ...{ method: 'POST', path: '/hubs/:id/rules', body: RULE_INPUT, answer: CHANGED_RULE },
      summary: 'Make a house rule; the next request is judged by it. Names or ids',
      handle: async ({ mine, id, body }) => {
        const hub = mine.hub(id)
        const { about, notes } = await aboutIn(body.kind, body.about, hub)
        const made = await rules.create(ruleOf(body, about, hub.hub.id))
        return { ...ruleView(made, hub.hub.name), notes }
      },
    }),
    route({
      ...{ method: 'PUT', path: '/rules/:id', body: RULE_CHANGE, answer: CHANGED_RULE },
      summary: 'Change or pause a house rule; what is not given stays',
      handle: async ({ mine, id, body }) => {
        const { rule, hub } = await found(id, mine, parts)
        const given = body.about && (await aboutIn(rule.kind, body.about, hub))
        const changed = await rules.update(id, changeOf(rule, body, given?.about))
        if (!changed) throw unknownRule(id)
        return { ...ruleView(changed, hub.hub.name), notes: given?.notes ?? [] }
      },
    }),
    route({
      ...{ method: 'DELETE', path: '/rules/:id', answer: RULE },
      summary: 'Remove a house rule',
      handle: async ({ mine, id }) => {
        const { rule, hub } = await found(id, mine, parts)
        await rules.remove(id)
        return ruleView(rule, hub.hub.name)
      },
    }),
  ]
}

const unknownRule = (id: string): OwnerError =>
  new OwnerError('rule_unknown', `There is no rule with the id "${id}". See: latchkey rule list`)

async function found(
  id: string,
  mine: Mine,
  { rules, hubs }: OwnerApiParts,
): Promise<{ readonly rule: HouseRule; readonly hub: ConnectedHub }> {
  const rule = await rules.byId(id)
  const hub = rule && hubs.byId(rule.hubId)
  const isMine = hub && mine.hubs().some((one) => one.id === hub.hub.id)
  if (!rule || !hub || !isMine) throw unknownRule(id)
  return { rule, hub }
}

async function aboutIn(
  kind: string,
  about: z.output<typeof RULE_INPUT>['about'],
  hub: ConnectedHub,
) {
  if (!about) return { about: {}, notes: [] }
  // Of the ready-made ones only the cap is about what the owner says.
  if (kind === 'own') return resolveAbout(about, hubObjects(hub))
  throw new OwnerError(
    'invalid_request',
    `What the rule ${kind} is about is known. To say it by hand, make a rule of the kind own.`,
  )
}

function ruleOf(
  { kind, name, effect, hours, keys, cap }: z.output<typeof RULE_INPUT>,
  about: HouseRule['about'],
  hubId: string,
) {
  const row = isReadyMade(kind) ? rowOf(kind) : undefined
  requireCap(kind, cap ?? null)
  return {
    ...{ hubId, kind: isReadyMade(kind) ? kind : ('own' as const), about },
    name: name ?? null,
    effect: effect ?? ('deny' as const),
    hours: hours ?? row?.hours ?? null,
    keys: keys ?? null,
    cap: cap ?? null,
  }
}

function requireCap(kind: string, cap: HouseRule['cap']): void {
  if (!isReadyMade(kind) || !rowOf(kind).needsCap || cap) return
  throw new OwnerError(
    'invalid_request',
    `The rule ${kind} needs a number: say how many an hour or a day, as --cap 100/hour.`,
  )
}

function changeOf(
  { kind }: HouseRule,
  { name, effect, hours, keys, cap, paused }: z.output<typeof RULE_CHANGE>,
  about: HouseRule['about'] | undefined,
) {
  if (cap === null) requireCap(kind, cap)
  return {
    ...(name !== undefined && { name }),
    ...(effect !== undefined && { effect }),
    ...(about !== undefined && { about }),
    ...(hours !== undefined && { hours }),
    ...(keys !== undefined && { keys }),
    ...(cap !== undefined && { cap }),
    ...(paused !== undefined && { paused }),
  }
}
