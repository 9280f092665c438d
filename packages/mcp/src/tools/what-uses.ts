// What would be missed if something were not there: everything that names it.
import { type ObjectKind, references } from '@latchkey/catalogue'
import { z } from 'zod'
import { hubText } from '../home/hub-text.ts'
import { textIn } from '../home/item.ts'
import { KIND_NAMES, KINDS, type KindName } from '../home/kinds.ts'
import { PAGE, PAGED, paged } from '../home/paging.ts'
import { resolve } from '../home/resolve.ts'
import { tool } from '../tool.ts'

/** Kinds that name others, with the shape by which places are found. */
const NAMING = [
  ...(['flow', 'advanced-flow', 'mood', 'dashboard', 'zone', 'device'] as const),
] as const satisfies readonly (KindName & ObjectKind)[]

export const whatUses = tool({
  name: 'what_uses',
  title: 'What uses this?',
  description:
    'Everything that names a device, zone, variable, Flow or the like: Flows, Advanced Flows, moods, dashboards, zones and devices that this client may see.',
  needs: NAMING.map((kind) => [KINDS[kind].permission]),
  kind: 'read',
  input: z.strictObject({
    kind: z.enum(KIND_NAMES),
    object: z.string().min(1).max(120).describe('id, or exact name'),
    ...PAGE,
  }),
  output: z.strictObject({
    ...PAGED,
    usedBy: z.array(
      z.strictObject({ kind: z.string(), id: z.string(), name: z.string(), places: z.int() }),
    ),
    notLookedAt: z.array(z.string()).describe('kinds that this client may not see'),
  }),
  run: async ({ kind, object, page }, home) => {
    const id = home.may(KINDS[kind].permission)
      ? textIn(resolve(await home.list(KINDS[kind].list), object, KINDS[kind].label), 'id')
      : object
    const mine = NAMING.filter((one) => home.may(KINDS[one].permission))
    const found = []
    for (const by of mine) {
      for (const item of await home.list(KINDS[by].list)) {
        if (textIn(item, 'id') === id) continue
        const places = references(by, item).filter((one) => one.id === id).length
        if (places > 0)
          found.push({ kind: by, id: textIn(item, 'id'), name: hubText(item['name']), places })
      }
    }
    const shown = paged(found, page, 30)
    const notLookedAt = NAMING.filter((one) => !mine.includes(one))
    return { ...shown.of, usedBy: [...shown.items], notLookedAt }
  },
})
