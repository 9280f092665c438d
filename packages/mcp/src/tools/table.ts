// All tools, in the order in which they are listed.
import type { Tool } from '../tool.ts'
import { cardChoices, searchForCards } from './cards.ts'
import { readDevices, setDevices } from './devices.ts'
import { explainFlow } from './explain-flow.ts'
import {
  changeAdvanced,
  changeFlow,
  draftAdvanced,
  draftFlow,
  enableFlow,
  startFlow,
  validateFlow,
} from './flows.ts'
import { energy, findInsights, readInsights } from './looking-back.ts'
import { MAKING, readObject, removeObject } from './objects.ts'
import { find, overview } from './overview.ts'
import { askForMore, requestsForMore } from './permission-requests.ts'
import { history, undo } from './undo.ts'
import { presence, restartApp, runScript, setMood, setPresence } from './using.ts'
import { whatUses } from './what-uses.ts'

/** The table. */
export const TOOLS: readonly Tool[] = [
  ...[overview, find, readObject, readDevices, setDevices],
  ...[explainFlow, searchForCards, cardChoices, validateFlow],
  ...[draftFlow, changeFlow, draftAdvanced, changeAdvanced, enableFlow, startFlow],
  ...[setMood, ...MAKING, removeObject, runScript],
  ...[findInsights, readInsights, energy, presence, setPresence, restartApp],
  ...[whatUses, history, undo, askForMore, requestsForMore],
]
