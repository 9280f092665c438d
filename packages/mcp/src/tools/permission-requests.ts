// Asking the owner for more than this client has, and what became of it. The gateway takes such a request like one over
// HTTP; nothing that an agent says grants it.
import { z } from 'zod'
import type { CallAnswer } from '../connection.ts'
import { hubText } from '../home/hub-text.ts'
import { type Item, isItem, itemIn, itemsOf, listIn, textIn } from '../home/item.ts'
import { PAGE, PAGED, paged } from '../home/paging.ts'
import { tool } from '../tool.ts'
import { Refused } from '../tool-error.ts'

const words = z.array(z.string())

const REQUEST = z.strictObject({
  request: z.string().describe('give this to permission_requests to learn what became of it'),
  state: z.enum(['open', 'granted', 'declined', 'expired']),
  permissions: words.describe('what was asked for'),
  expires: z.string().describe('until when it waits'),
  granted: words.describe('what was given; it counts at once'),
  until: z.string().optional().describe('when what was given ends'),
  refused: words.describe('what was not given'),
  word: z.string().optional().describe('what the owner said'),
})

const texts = (item: Item, name: string): string[] =>
  listIn(item, name).filter((one) => typeof one === 'string')

function shown(request: Item): z.input<typeof REQUEST> {
  const given = itemIn(request, 'granted')
  const state = REQUEST.shape.state.parse(request['state'])
  const [until, word] = [textIn(given, 'until'), textIn(request, 'word')]
  return {
    ...{ request: textIn(request, 'id'), state, permissions: texts(request, 'permissions') },
    ...{ expires: textIn(request, 'expires'), granted: texts(given, 'permissions') },
    ...{ refused: texts(request, 'refused'), ...(until !== '' && { until }) },
    ...(word !== '' && { word: hubText(word, 500) }),
  }
}

function soundItem(answer: CallAnswer): Item {
  if (answer.status >= 300) throw new Refused(answer)
  return isItem(answer.value) ? answer.value : {}
}

export const askForMore = tool({
  name: 'permission_request',
  title: 'Request a permission',
  description:
    'Asks the owner for permissions that this client does not have, with a reason. It grants nothing: the owner is told and answers when they like, with all, part or nothing. What this client has goes on working meanwhile. The same request is put once.',
  needs: [[]],
  kind: 'ask',
  input: z.strictObject({
    permissions: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(40)
      .describe('as a refusal names them: flow:create, device:control'),
    reason: z.string().min(1).max(500).describe('for the owner, in a sentence: what it is for'),
    expires: z
      .string()
      .regex(/^[1-9]\d{0,4}[mhdw]$/)
      .optional()
      .describe('for how long, from the yes: 2h, 30d; as long as the key if left out'),
  }),
  output: z.strictObject({
    asked: REQUEST.optional().describe('absent if there was nothing left to ask for'),
    held: words.describe('what this client has already'),
    absent: words.describe('what this Homey does not have'),
    beyond: words.describe('what Latchkey itself may not do there'),
  }),
  run: async ({ permissions, reason, expires }, { connection, tool: by }) => {
    const body = { permissions, reason, ...(expires !== undefined && { expires }) }
    const said = soundItem(await connection.requests.ask(body, by))
    return {
      ...(said['state'] !== 'held' && { asked: shown(said) }),
      ...{ held: texts(said, 'held'), absent: texts(said, 'absent') },
      beyond: texts(said, 'beyond'),
    }
  },
})

export const requestsForMore = tool({
  name: 'permission_requests',
  title: 'What became of requests',
  description:
    'What the owner answered to the requests for permissions of this client: one of them, or all, the latest first. New tools are listed as soon as a permission is given.',
  needs: [[]],
  kind: 'read',
  input: z.strictObject({
    request: z
      .string()
      .regex(/^[\w-]{1,40}$/)
      .optional()
      .describe('from permission_request; all if left out'),
    wait: z
      .int()
      .min(0)
      .max(30)
      .default(0)
      .describe('seconds to wait for the answer to this one request'),
    ...PAGE,
  }),
  output: z.strictObject({ ...PAGED, requests: z.array(REQUEST) }),
  run: async ({ request, wait, page }, { connection, tool: by }) => {
    const { requests } = connection
    if (request !== undefined) {
      const one = soundItem(await requests.one(request, wait, by))
      return { ...paged([one], 1, 1).of, requests: [shown(one)] }
    }
    const said = await requests.all(by)
    if (said.status >= 300) throw new Refused(said)
    const some = paged(itemsOf(said.value), page, 10)
    return { ...some.of, requests: some.items.map(shown) }
  },
})
