// Tokens: values that flows can put into texts and drop on cards. They come from capabilities and
// variables and from the clock; nobody makes or deletes them.
import { traitsOf } from '../generations/generation.ts'
import { notFound } from '../hub-error.ts'
import { all, type Hub } from '../state/hub.ts'
import { computed, type Rows, text } from './behaviour.ts'

export const flowTokens: Rows = {
  getFlowTokens: computed(({ hub }) =>
    Object.fromEntries(tokensOf(hub).map((token) => [token.id, present(hub, token)])),
  ),
  getFlowToken: computed((call) => present(call.hub, findToken(call.hub, text(call, 'id')))),
  getFlowTokenValue: computed((call) => findToken(call.hub, text(call, 'id')).value),
}

// Later hubs tell the value only when asked for it; older ones have no other way.
function present(hub: Hub, token: Token): unknown {
  const { value, ...rest } = token
  return traitsOf(hub.generation).shortIds ? { ...rest, value } : rest
}

interface Token {
  readonly id: string
  readonly ownerUri: string
  readonly ownerId: string
  readonly ownerName: string
  readonly type: string
  readonly title: string
  readonly example: null
  readonly value: unknown
}

function token(ownerUri: string, ownerName: string, ownerId: string, rest: Rest): Token {
  return { id: `${ownerUri}:${ownerId}`, ownerUri, ownerId, ownerName, example: null, ...rest }
}
type Rest = Pick<Token, 'type' | 'title' | 'value'>

function tokensOf(hub: Hub): Token[] {
  const [date = '', time = ''] = hub.clock().toISOString().split(/[T.]/)
  return [
    ...deviceTokens(hub),
    ...all(hub, 'variables').map(({ id, name, type, value }) =>
      token('homey:manager:logic', 'Logic', id, { type, title: name, value }),
    ),
    clockToken('time', 'Time', time.slice(0, 5)),
    clockToken('date', 'Date', date),
  ]
}

function clockToken(id: string, title: string, value: string): Token {
  return token('homey:manager:cron', 'Time', id, { type: 'string', title, value })
}

function deviceTokens(hub: Hub): Token[] {
  return all(hub, 'devices').flatMap((device) => {
    const uri = `homey:device:${device.id}`
    const capabilities = Object.values(device.capabilitiesObj)
      .filter((capability) => capability.getable)
      .map(({ id, type, title, value }) =>
        token(uri, device.name, id, { type: type === 'enum' ? 'string' : type, title, value }),
      )
    const images = device.images.map(({ id, type, imageObj }) =>
      token(uri, device.name, `image-${type}-${id}`, {
        type: 'image',
        title: 'Image',
        value: imageObj,
      }),
    )
    return [...capabilities, ...images]
  })
}

function findToken(hub: Hub, id: string): Token {
  const found = tokensOf(hub).find((candidate) => candidate.id === id)
  if (!found) throw notFound('FlowToken', id)
  return found
}
