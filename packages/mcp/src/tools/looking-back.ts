// What was measured: insights and energy.
import { z } from 'zod'
import { hubText, hubValue } from '../home/hub-text.ts'
import { isItem, listIn, textIn } from '../home/item.ts'
import { PAGE, PAGED, paged } from '../home/paging.ts'
import { tool } from '../tool.ts'
import { ToolError } from '../tool-error.ts'

const LOGS = 'insights.getLogs'

/** How many values of a log are given; the hub has more. */
const VALUES = 60

export const findInsights = tool({
  name: 'insights_find',
  title: 'Find logs',
  description:
    'The logs of insights by words of their title or owner: "hall temperature". Gives ids for insights_read.',
  needs: [['insights:read']],
  kind: 'read',
  input: z.strictObject({ text: z.string().max(100).default(''), ...PAGE }),
  output: z.strictObject({
    ...PAGED,
    logs: z.array(
      z.strictObject({
        ...{ id: z.string(), of: z.string(), title: z.string(), type: z.string() },
        ...{ unit: z.string().optional(), last: z.unknown() },
      }),
    ),
  }),
  run: async ({ text, page }, home) => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean)
    const logs = (await home.list(LOGS)).filter((log) => {
      const all = `${textIn(log, 'ownerName')} ${textIn(log, 'title')}`.toLowerCase()
      return words.every((one) => all.includes(one))
    })
    const shown = paged(logs, page, 20)
    return {
      ...shown.of,
      logs: shown.items.map((log) => ({
        ...{ id: textIn(log, 'id'), of: hubText(log['ownerName'], 60) },
        ...{ title: hubText(log['title'], 60), type: hubText(log['type'], 20) },
        ...(typeof log['units'] === 'string' && { unit: hubText(log['units'], 12) }),
        last: hubValue(log['lastValue']),
      })),
    }
  },
})

const RESOLUTIONS = [
  ...['lastHour', 'lastDay', 'lastWeek', 'lastMonth', 'lastYear', 'last2Years'],
  ...['today', 'thisWeek', 'thisMonth', 'thisYear'],
] as const

export const readInsights = tool({
  name: 'insights_read',
  title: 'Read a log',
  description: `The values of one log over a time, thinned to at most ${VALUES}, with the least, the most and the mean.`,
  needs: [['insights:read']],
  kind: 'read',
  input: z.strictObject({
    log: z.string().min(1).max(300).describe('an id of insights_find'),
    over: z.enum(RESOLUTIONS).default('lastDay'),
  }),
  output: z.strictObject({
    ...{ log: z.string(), values: z.array(z.strictObject({ t: z.string(), v: z.unknown() })) },
    ...{ min: z.number().optional(), max: z.number().optional(), mean: z.number().optional() },
  }),
  run: async ({ log: id, over }, home) => {
    const log = (await home.list(LOGS)).find((one) => textIn(one, 'id') === id)
    if (!log) throw new ToolError('There is no such log. Look with insights_find.')
    const said = await home.read('insights.getLogEntries', {
      ids: { uri: textIn(log, 'ownerUri'), id },
      query: { resolution: over },
    })
    const all = listIn(isItem(said) ? said : {}, 'values').filter(isItem)
    const step = Math.max(1, Math.ceil(all.length / VALUES))
    const numbers = all.flatMap(({ v }) => (typeof v === 'number' ? [v] : []))
    return {
      log: hubText(`${textIn(log, 'ownerName')}: ${textIn(log, 'title')}`),
      values: all
        .filter((_, at) => at % step === 0)
        .map(({ t, v }) => ({ t: hubText(t, 40), v: hubValue(v) })),
      ...(numbers.length > 0 && {
        ...{ min: Math.min(...numbers), max: Math.max(...numbers) },
        mean: numbers.reduce((sum, one) => sum + one, 0) / numbers.length,
      }),
    }
  },
})

export const energy = tool({
  name: 'energy_now',
  title: 'Energy now',
  description: 'What the home uses and makes at this moment, in watts, by device.',
  needs: [['energy:read']],
  kind: 'read',
  input: z.strictObject({}),
  output: z.strictObject({ report: z.unknown() }),
  run: async (_, home) => ({ report: hubValue(await home.read('energy.getLiveReport')) }),
})
