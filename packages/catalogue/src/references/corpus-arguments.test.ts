// The labelled corpus: what arguments of cards hold.
import { canvas, checkCorpus, doing, flowOf, OLD, type Row } from './labelled.test.ts'

const ARGUMENTS: readonly Row[] = [
  [
    'flow',
    'flow',
    (x) => doing({ flow: { id: x.flow, name: 'F', type: 'flow', image: `/api/icon/${x.flow}` } }),
    ['picked flow flow', 'text flow flow'],
  ],
  [
    'advanced flow',
    'flow',
    (x) => doing({ flow: { type: 'advancedflow', id: x.other } }),
    ['picked advanced-flow other'],
  ],
  [
    'variable',
    'flow',
    (x) => doing({ variable: { id: x.mode, name: 'Mode', type: 'string' } }),
    ['picked variable mode'],
  ],
  [
    'user',
    'flow',
    (x) => doing({ user: { id: x.user, athomId: '4877edb1ea512f2315077369' } }),
    ['picked user user', 'athom-id user 4877edb1ea512f2315077369'],
  ],
  ['zone', 'flow', (x) => doing({ zone: { id: x.hall, icon: 'hall' } }), ['picked zone hall']],
  [
    'mood',
    'flow',
    (x) => doing({ mood: { id: x.night, name: 'Night', zone: x.hall } }),
    ['picked mood night', 'id zone hall'],
  ],
  [
    'script',
    'flow',
    (x) => doing({ script: { id: x.script } }, 'homey:app:com.athom.homeyscript:run'),
    ['card-id app com.athom.homeyscript', 'picked script script'],
  ],
  [
    'example script, short id',
    'flow',
    () =>
      flowOf({
        uri: 'homey:app:com.athom.homeyscript',
        id: 'run',
        args: { script: { id: 'example-lights' } },
      }),
    ['uri app com.athom.homeyscript', 'picked script example-lights'],
  ],
  ['alarm', 'flow', (x) => doing({ alarm: { id: x.alarm } }), ['picked alarm alarm']],
  [
    'dashboard and image',
    'flow',
    (x) => doing({ dashboard: { id: x.board }, image: { id: x.image } }),
    ['picked dashboard board', 'picked image image'],
  ],
  [
    'of an app, with a host',
    'flow',
    (x) => doing({ device: { id: x.lamp, host: '10.0.0.1', serial: 'SN1' } }),
    ['picked device lamp'],
  ],
  [
    'several',
    'flow',
    (x) => doing({ devices: [{ id: x.lamp }, { id: x.plug }] }),
    ['picked device lamp', 'picked device plug'],
  ],
  [
    'an id by itself, a uri',
    'flow',
    (x) => doing({ device: x.lamp, image: { uri: `homey:device:${x.plug}` } }),
    ['id device lamp', 'uri device plug'],
  ],
  [
    'nothing of ours',
    'flow',
    () => doing({ calendar: { id: 'work', name: 'Work' }, n: 5, b: true, z: null }),
    [],
  ],
  [
    'an argument of a script',
    'flow',
    (x) => doing({ argument: `${x.lamp}|[[homey:manager:logic|${x.mode}]]|x` }),
    ['text unknown lamp', 'text-token variable mode'],
  ],
  [
    'names and values at once',
    'flow',
    (x) => doing({ map: { [x.lamp]: x.plug, [x.plug]: { id: x.lamp } } }),
    ['key unknown lamp', 'id unknown plug', 'key unknown plug', 'picked unknown lamp'],
  ],
  [
    'code on a card',
    'flow',
    (x) =>
      doing(
        { code: `return '${x.lamp}' // ${OLD.lamp}` },
        'homey:app:com.athom.homeyscript:runCode_v2',
      ),
    ['card-id app com.athom.homeyscript', 'code-literal unknown lamp', 'code-comment unknown lamp'],
  ],
  [
    'code on a card with a short id',
    'advanced-flow',
    (x) =>
      canvas({
        [OLD.key]: {
          type: 'condition',
          ownerUri: 'homey:app:com.athom.homeyscript',
          id: 'runCode',
          args: { code: `\`\${a}${x.lamp}\`` },
        },
      }),
    ['uri app com.athom.homeyscript', 'code-joined unknown ', 'code-template unknown lamp'],
  ],
]

checkCorpus(ARGUMENTS)
