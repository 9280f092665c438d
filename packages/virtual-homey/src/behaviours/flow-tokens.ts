// Tokens as the API shows them: everything but their values, and each value by itself.
import { type Token, tokensOf } from '../flows/tokens.ts'
import { notFound } from '../hub-error.ts'
import type { Hub } from '../state/hub.ts'
import { computed, type Rows, text } from './behaviour.ts'

export const flowTokens: Rows = {
  getFlowTokens: computed(({ hub }) =>
    Object.fromEntries(tokensOf(hub).map((token) => [token.id, presented(token)])),
  ),
  getFlowToken: computed((call) => presented(findToken(call.hub, text(call, 'id')))),
  getFlowTokenValue: computed((call) => findToken(call.hub, text(call, 'id')).value),
}

function presented({ value: _value, ...token }: Token): unknown {
  return token
}

function findToken(hub: Hub, id: string): Token {
  const found = tokensOf(hub).find((candidate) => candidate.id === id)
  if (!found) throw notFound('FlowToken', id)
  return found
}
