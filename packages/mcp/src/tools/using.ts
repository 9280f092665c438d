// Using the home: moods, scripts, presence, apps.
import { z } from 'zod'
import { hubText, hubValue } from '../home/hub-text.ts'
import { textIn } from '../home/item.ts'
import { KINDS } from '../home/kinds.ts'
import { resolve } from '../home/resolve.ts'
import { tool } from '../tool.ts'

const word = z.string().min(1).max(120).describe('id, or exact name')
const USERS = 'users.getUsers'

export const setMood = tool({
  name: 'mood_set',
  title: 'Set a mood',
  description: 'Brings the lights of a zone into a mood.',
  needs: [['mood:read', 'mood:set']],
  kind: 'set',
  input: z.strictObject({ mood: word }),
  output: z.strictObject({ set: z.string() }),
  run: async ({ mood }, home) => {
    const item = resolve(await home.list(KINDS.mood.list), mood, 'mood')
    await home.write('moods.setMood', { ids: { id: textIn(item, 'id') } })
    return { set: hubText(item['name']) }
  },
})

export const runScript = tool({
  name: 'script_run',
  title: 'Run a HomeyScript',
  description:
    'Runs a script that is there, and gives what it returns. A script can do whatever its owner can.',
  needs: [['homeyscript:read', 'homeyscript:run']],
  kind: 'start',
  input: z.strictObject({ script: word, argument: z.string().max(500).optional() }),
  output: z.strictObject({ script: z.string(), returned: z.unknown() }),
  run: async ({ script, argument }, home) => {
    const item = resolve(await home.list(KINDS.script.list), script, 'script')
    const body = argument === undefined ? {} : { args: [argument] }
    const said = await home.write('homeyscript.runScript', {
      ids: { id: textIn(item, 'id') },
      body,
    })
    return { script: hubText(item['name']), returned: hubValue(said) }
  },
})

export const presence = tool({
  name: 'presence_read',
  title: 'Who is home',
  description: 'The people of this home, whether each is there and asleep.',
  needs: [['user:read']],
  kind: 'read',
  input: z.strictObject({}),
  output: z.strictObject({
    people: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        present: z.boolean(),
        asleep: z.boolean(),
      }),
    ),
  }),
  run: async (_, home) => ({
    people: (await home.list(USERS)).map((user) => ({
      ...{ id: textIn(user, 'id'), name: hubText(user['name']) },
      ...{ present: user['present'] === true, asleep: user['asleep'] === true },
    })),
  }),
})

export const setPresence = tool({
  name: 'presence_set',
  title: 'Say who is home',
  description: 'Says of a person whether they are at home, or asleep. Flows may react to it.',
  needs: [['user:read', 'presence:update']],
  kind: 'set',
  input: z.strictObject({
    person: word,
    what: z.enum(['present', 'asleep']),
    value: z.boolean(),
  }),
  output: z.strictObject({ person: z.string(), what: z.string(), value: z.boolean() }),
  run: async ({ person, what, value }, home) => {
    const user = resolve(await home.list(USERS), person, 'person')
    const operation = what === 'present' ? 'presence.setPresent' : 'presence.setAsleep'
    await home.write(operation, { ids: { id: textIn(user, 'id') }, body: { value } })
    return { person: hubText(user['name']), what, value }
  },
})

export const restartApp = tool({
  name: 'app_restart',
  title: 'Restart an app',
  description: 'Restarts an app of the Homey. Its devices cannot be reached for a moment.',
  needs: [['app:read', 'app:restart']],
  kind: 'start',
  input: z.strictObject({ app: word }),
  output: z.strictObject({ restarted: z.string() }),
  run: async ({ app }, home) => {
    const item = resolve(await home.list(KINDS.app.list), app, 'app')
    await home.write('apps.restartApp', { ids: { id: textIn(item, 'id') } })
    return { restarted: hubText(item['name']) }
  },
})
