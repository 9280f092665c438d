// The cards of HomeyScript: run a script of the app or the code on the card, with or without an
// argument, for a result or without one. `_v2` are the cards of today beside the ones they replaced.

import { textOf } from '../../json.ts'
import { runScript } from '../../scripts/run-script.ts'
import type { ScriptResult } from '../../scripts/script-host.ts'
import type { Hub } from '../../state/hub.ts'
import { runStored } from '../../web/homeyscript.ts'
import { idIn } from './arguments.ts'
import type { AppCard, AppCards, CardArgument, CardRun } from './card.ts'

const script: CardArgument = { name: 'script', type: 'autocomplete' }
const argument: CardArgument = { name: 'argument', type: 'text' }
const code: CardArgument = { name: 'code', type: 'text' }

const TYPES = ['boolean', 'number', 'string'] as const

/** The cards, by type and name. */
export const HOMEYSCRIPT_CARDS: AppCards = {
  condition: {
    run: asking('A script returned true', [script]),
    runWithArg: asking('A script returned true for', [script, argument]),
    ...codeCards('runCode', (args) => asking('This code returned true', args)),
  },
  action: {
    run: doing('Run a script', [script]),
    runWithArg: doing('Run a script with', [script, argument]),
    ...codeCards('runCode', (args) => doing('Run this code', args)),
    ...Object.fromEntries(
      TYPES.flatMap((type) => {
        const suffix = `Returns${type.charAt(0).toUpperCase()}${type.slice(1)}`
        const cards = codeCards('runCode', (args) => returning(type, args), suffix)
        return Object.entries(cards)
      }),
    ),
  },
}

function codeCards(
  name: string,
  make: (args: CardArgument[]) => AppCard,
  suffix = '',
): Record<string, AppCard> {
  return Object.fromEntries(
    ['', '_v2'].flatMap((version) => [
      [`${name}${suffix}${version}`, make([code])],
      [`${name}WithArg${suffix}${version}`, make([code, argument])],
    ]),
  )
}

function asking(title: string, args: CardArgument[]): AppCard {
  return { title, args, run: async (hub, run) => (await returned(hub, run)) === true }
}

function doing(title: string, args: CardArgument[]): AppCard {
  const run = async (hub: Hub, card: CardRun) => {
    await returned(hub, card)
  }
  return { title, args, run }
}

function returning(type: (typeof TYPES)[number], args: CardArgument[]): AppCard {
  return {
    ...{ title: `Run this code for a ${type}`, args },
    tokens: [{ id: type, type, title: 'Result' }],
    run: async (hub, run) => {
      const value = await returned(hub, run)
      if (typeof value !== type) throw new Error(`The script did not return a ${type}`)
      return { [type]: value }
    },
  }
}

async function returned(hub: Hub, { args }: CardRun): Promise<unknown> {
  const given = args['argument'] === undefined ? [] : [args['argument']]
  const { success, returns } = await result(hub, args, given)
  if (!success) throw new Error(String(Object(returns).message))
  return returns
}

function result(hub: Hub, args: CardRun['args'], given: unknown[]): Promise<ScriptResult> {
  if (args['code'] === undefined) return runStored(hub, idIn(args, 'script'), { args: given })
  const call = { id: '', name: 'Flow', code: textOf(args['code']), args: given }
  return runScript(hub, call)
}
