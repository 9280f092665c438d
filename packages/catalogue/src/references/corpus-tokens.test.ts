// The labelled corpus: tokens, in texts and dropped, and texts that only look like some.
import { checkCorpus, flowOf, OLD, type Row, saying } from './labelled.test.ts'

const TOKENS: readonly Row[] = [
  [
    'dropped: device',
    'flow',
    (x) => flowOf({ droptoken: `homey:device:${x.sensor}|measure_x` }),
    ['droptoken device sensor'],
  ],
  [
    'dropped: variable',
    'flow',
    (x) => flowOf({ droptoken: `homey:manager:logic|${x.mode}` }),
    ['droptoken variable mode'],
  ],
  ['dropped: own trigger', 'flow', () => flowOf({ droptoken: OLD.lamp }), []],
  [
    'dropped: card of the flow',
    'flow',
    () => flowOf({ droptoken: `trigger::${OLD.key}::${OLD.lamp}` }),
    [],
  ],
  [
    'dropped: Better Logic',
    'flow',
    () => flowOf({ droptoken: 'homey:app:net.i-dev.betterlogic|Party mode' }),
    ['droptoken app net.i-dev.betterlogic', 'name variable Party mode'],
  ],
  [
    'one token',
    'flow',
    (x) => saying(`[[homey:device:${x.lamp}|dim]]`),
    ['text-token device lamp'],
  ],
  [
    'several and the same again',
    'flow',
    (x) =>
      saying(
        `${'[[homey:manager:logic|'}${x.mode}]] [[homey:device:${x.lamp}|dim]]|[[homey:manager:logic|${x.mode}]]`,
      ),
    ['text-token variable mode', 'text-token device lamp', 'text-token variable mode'],
  ],
  [
    'a zone without a pipe',
    'flow',
    (x) => saying(`in [[homey:zone:${x.kitchen}]]`),
    ['text-token zone kitchen'],
  ],
  [
    'a colon for a pipe',
    'flow',
    (x) => saying(`[[homey:manager:logic:${x.mode}]]`),
    ['text-token variable mode'],
  ],
  [
    'literal pipes',
    'flow',
    (x) => saying(`a|b|[[homey:device:${x.lamp}|dim]]|c || homey:device:none|onoff`),
    ['text-token device lamp'],
  ],
  [
    'brackets without an end',
    'flow',
    (x) => saying(`[[homey:device: [[ [[homey:device:${x.lamp}|dim]] [[homey:zone`),
    ['text-token device lamp'],
  ],
  ['an open token', 'flow', (x) => saying(`[[homey:device:${x.lamp}|dim`), ['text device lamp']],
  [
    'brackets and no token',
    'flow',
    (x) => saying(`[[not a token ${x.lamp}]] ]]`),
    ['text unknown lamp'],
  ],
  [
    'local tokens',
    'flow',
    () =>
      saying(
        `[[steps]] [[${OLD.lamp}]] [[trigger::${OLD.key}::${OLD.plug}]] [[card::${OLD.key}::error]]`,
      ),
    [],
  ],
  ['clock', 'flow', () => saying('[[homey:manager:cron|time]]'), []],
  [
    'a tag of a script',
    'flow',
    () => saying('[[homey:app:com.athom.homeyscript|tag]]'),
    ['text-token app com.athom.homeyscript'],
  ],
  [
    'patterns of replacing',
    'flow',
    (x) => saying(`$& $1 $$ [[homey:device:${x.lamp}|dim]] $'`),
    ['text-token device lamp'],
  ],
  ['an id in a text', 'flow', (x) => saying(`the id is ${x.lamp}.`), ['text unknown lamp']],
  [
    'a longer id',
    'flow',
    () => saying(`0${OLD.lamp} ${OLD.lamp}-1 a-${OLD.plug} ${OLD.plug}z`),
    ['glued unknown lamp', 'glued unknown lamp', 'glued unknown plug', 'glued unknown plug'],
  ],
  [
    'id of a hub',
    'flow',
    () => saying(`https://x/${'5'.repeat(24)}/y`),
    [`hub-id homey ${'5'.repeat(24)}`],
  ],
]

checkCorpus(TOKENS)
