// Judges one call under the limits of a grant, by the row of its operation in the limit column. Pure;
// whether the grant has the permission is decided before.
import { type CardRole, HOMEYSCRIPT, type LimitRow, limitOf } from '@latchkey/catalogue'
import type { LimitedCall } from './call.ts'
import { judgeChange, judgeSettings } from './changes.ts'
import { cleanBody } from './clean-body.ts'
import { contentRefusal, notCovered, securityRefusal } from './content.ts'
import { type Coverage, coverageOf } from './coverage.ts'
import { deviceFacts } from './facts.ts'
import type { Home } from './home.ts'
import { isObject, type Json } from './json.ts'
import { type Allowed, allow, type Denied, deny, type Judgement } from './judgement.ts'
import { mentionsUncovered } from './mentions.ts'
import { ownedIn } from './owner-uri.ts'
import type { LimitedSubject } from './subject.ts'
import { judgeCreation, judgeUpdate, objectRefusal } from './writes.ts'

/** Whether a call can be judged and its answer cut only by the state of the home. */
export function needsState(operation: string): boolean {
  const { judge, answer } = limitOf(operation)
  return answer !== undefined || (judge !== 'free' && judge !== 'refused' && judge !== 'gateway')
}

/** Judges a matched call, in V3's form, under the limits of a grant. */
export function judge(call: LimitedCall, subject: LimitedSubject, home: Home): Judgement {
  const cleaned = cleanBody(call.body)
  if ('verdict' in cleaned) return cleaned
  const coverage = coverageOf(subject, home)
  const { operation, ids } = call.matched
  return byRow(limitOf(operation.id), { call, ids, coverage, body: cleaned.value })
}

interface Asked {
  readonly call: LimitedCall
  readonly ids: Readonly<Record<string, string>>
  readonly coverage: Coverage
  readonly body: unknown
}

function byRow(row: LimitRow, asked: Asked): Judgement {
  const { ids, coverage, body, call } = asked
  const id = ids['id'] ?? ''
  switch (row.judge) {
    case 'free':
      return allow('free', body)
    case 'gateway':
      return call.matched.operation.requirement.class === 'always'
        ? allow('free', body)
        : deny('limited')
    case 'refused':
      return row.under === 'any' || coverage.limits.room ? deny('limited') : allow('free', body)
    case 'answer':
      return allow('cut', body)
    case 'object':
      return judgeObject(row, asked)
    case 'capability':
      return judgeCapability(row.effect === true, asked)
    case 'owned':
      return judgeOwned(row.what, asked)
    case 'media':
      return coverage.coversMedia(id) ? allow('covered', body) : deny('not-covered')
    case 'card':
      return judgeCard(row, asked)
    case 'write':
      return row.mode === 'create'
        ? judgeCreation(row.kind, body, coverage)
        : judgeUpdate(row.kind, id, body, coverage)
    case 'change':
      return judgeChange(row.kind, row.mode === 'create' ? undefined : id, body, coverage)
    case 'settings':
      return judgeSettings(id, body, coverage)
    case 'delete-zone':
      return judgeZoneDeletion(id, asked)
    case 'leave-group': {
      const both = [ids['groupId'] ?? '', ids['deviceId'] ?? '']
      const covered = both.every((one) => coverage.covers('device', one))
      return covered ? allow('covered', body) : deny('not-covered')
    }
    case 'code':
      return judgeCode(row.mode, asked)
    case 'app-settings':
      return judgeAppSettings(id, asked)
    case 'install':
      return judgeInstall(asked)
  }
}

type ObjectRow = Extract<LimitRow, { judge: 'object' }>

function judgeObject(row: ObjectRow, { ids, coverage, body }: Asked): Judgement {
  const id = ids[row.parameter] ?? ''
  const { kind, effect, otherwise } = row
  if (!coverage.covers(kind, id)) {
    return deny(otherwise === 'limited' && coverage.limits.room ? 'limited' : 'not-covered')
  }
  if (effect === undefined) return allow('covered', body)
  const refusal = objectRefusal(kind, id, coverage)
  if (refusal) return refusal
  if (coverage.limits.drafts && (kind === 'flow' || kind === 'advanced-flow')) {
    const off = coverage.home.items[kind].get(id)?.['enabled'] === false
    if (effect === 'start' || !off) return deny('draft-only')
  }
  return allow('covered', body)
}

/** What a capability is set with; a body may have more, which is not sent. */
const SET: readonly string[] = ['value', 'opts', 'transactionId', 'transactionTime']

function judgeCapability(sets: boolean, { ids, coverage, body }: Asked): Judgement {
  const [id = '', capability = ''] = [ids['deviceId'], ids['capabilityId']]
  const device = coverage.home.items.device.get(id)
  const covered = coverage.covers('device', id) && coverage.coversCapability(capability)
  if (!device || !covered || deviceFacts(device).capabilities?.has(capability) === false) {
    return deny('not-covered')
  }
  if (!sets) return allow('covered', body)
  const refusal = securityRefusal(id, coverage, 'limited')
  if (refusal) return refusal
  if (!isObject(body) || typeof body['value'] === 'object') {
    return deny('not-understood', 'the body has no value of a capability.')
  }
  return allow('covered', picked(body, SET))
}

function picked(body: Json, names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)))
}

const TWO_OWNERS = 'the id in the path is none, or names another owner than stands before it.'

function judgeOwned(what: 'log' | 'token' | 'owner', { ids, coverage, body }: Asked): Judgement {
  const { id = '', uri } = ids
  if (what === 'owner') {
    return coverage.coversOwner(uri ?? '') ? allow('covered', body) : deny('not-covered')
  }
  const owned = ownedIn(uri, id)
  if (!owned) return deny('not-understood', TWO_OWNERS)
  return coverage.coversOwner(owned.uri, owned.name) ? allow('covered', body) : deny('not-covered')
}

const ROLES: Readonly<Record<string, CardRole>> = {
  flowcardtrigger: 'trigger',
  flowcardcondition: 'condition',
  flowcardaction: 'action',
}

type CardRow = Extract<LimitRow, { judge: 'card' }>

function judgeCard(row: CardRow, { ids, coverage, body, call }: Asked): Judgement {
  const { id = '', uri, type = '' } = ids
  const role = row.role ?? (Object.hasOwn(ROLES, type) ? ROLES[type] : undefined)
  const owned = ownedIn(uri, id)
  if (!owned) return deny('not-understood', TWO_OWNERS)
  if (!role) return deny('not-covered')
  const card = `${owned.uri}:${owned.name}`
  if (row.run) return judgeRun(role, card, body, coverage)
  if (!coverage.mayUseCard(role, card)) return deny('not-covered')
  const query = [...new URLSearchParams(call.query)].flat()
  return mentionsUncovered(query, coverage) ? notCovered() : allow('covered', body)
}

const RUN: readonly string[] = ['args', 'tokens', 'state', 'droptoken', 'duration']

function judgeRun(role: CardRole, id: string, body: unknown, coverage: Coverage): Judgement {
  if (body !== undefined && !isObject(body)) {
    return deny('not-understood', 'the body is not an object.')
  }
  const sent = picked(body ?? {}, RUN)
  const { tokens, state, ...card } = sent
  if (!isHarmless(tokens) || !isHarmless(state)) {
    return deny('not-understood', 'tokens or state in the body say what is not known.')
  }
  const refusal = contentRefusal('card', { ...card, type: role, id }, coverage)
  if (refusal) return refusal
  return starts(role, id, coverage) ? deny('draft-only') : allow('judged', sent)
}

const starts = (role: CardRole, id: string, { limits }: Coverage): boolean =>
  limits.drafts && role === 'action' && id === 'homey:manager:flow:programmatic_trigger'

// Values of tags of the flow itself: texts and numbers that name nothing.
function isHarmless(values: unknown): boolean {
  if (values === undefined || values === null) return true
  if (!isObject(values)) return false
  return Object.values(values).every((value) =>
    typeof value === 'string' ? !/homey:|\[\[/i.test(value) : typeof value !== 'object',
  )
}

function judgeZoneDeletion(id: string, { coverage, body }: Asked): Judgement {
  if (!coverage.covers('zone', id)) return deny('not-covered')
  if (!coverage.limits.room || coverage.created('zone', id)) return allow('covered', body)
  return deny('limited', 'what is in this zone would go elsewhere; the owner can delete it.')
}

const CODE = 'code of HomeyScript can do anything, so the limits of this key do not allow it.'

function judgeCode(mode: 'create' | 'update' | 'run', { ids, coverage, body }: Asked): Judgement {
  const { room } = coverage.limits
  if (mode === 'create') return room ? deny('limited', CODE) : allow('free', body)
  const refusal = objectRefusal('script', ids['id'] ?? '', coverage)
  if (refusal) return refusal
  const writes = mode === 'update' || (isObject(body) && Object.hasOwn(body, 'code'))
  return room && writes ? deny('limited', CODE) : allow('covered', body)
}

function judgeAppSettings(id: string, { coverage, body }: Asked): Judgement {
  const { room, scripts } = coverage.limits
  if (!coverage.covers('app', id)) return deny(room ? 'limited' : 'not-covered')
  // Its settings are the scripts, all of them.
  if (id === HOMEYSCRIPT && (room || scripts)) return deny('limited', CODE)
  return allow('covered', body)
}

function judgeInstall({ coverage, body }: Asked): Allowed | Denied {
  const { room, apps } = coverage.limits
  const id = isObject(body) ? body['id'] : undefined
  const named = apps === undefined || (typeof id === 'string' && apps.has(id))
  return room || !named ? deny('limited') : allow('free', body)
}
