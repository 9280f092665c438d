// The labelled corpus: cards of both kinds of flow and both generations.
import { canvas, checkCorpus, flowOf, OLD, type Row } from './labelled.test.ts'

const CARDS: readonly Row[] = [
  [
    'full id of a device',
    'flow',
    (x) => flowOf({ id: `homey:device:${x.lamp}:on` }),
    ['card-id device lamp'],
  ],
  [
    'full id of a zone',
    'flow',
    (x) => flowOf({ id: `homey:zone:${x.hall}:lights_on` }),
    ['card-id zone hall'],
  ],
  [
    'full id of a mood',
    'flow',
    (x) => flowOf({ id: `homey:mood:${x.movie}:set` }),
    ['card-id mood movie'],
  ],
  [
    'colons in the rest',
    'flow',
    (x) => flowOf({ id: `homey:device:${x.lamp}:a:b:${x.plug}` }),
    ['card-id device lamp', 'card-id unknown plug'],
  ],
  [
    'an alarm in the id',
    'flow',
    (x) => flowOf({ id: `homey:manager:alarms:${x.alarm}:on` }),
    ['card-id alarm alarm'],
  ],
  [
    'an alarm after a low line',
    'flow',
    (x) => flowOf({ id: `homey:manager:alarms:on_${x.alarm}` }),
    ['card-id alarm alarm'],
  ],
  [
    'a short id with uri',
    'flow',
    (x) => flowOf({ uri: `homey:device:${x.lamp}`, id: 'on' }),
    ['uri device lamp'],
  ],
  [
    'an alarm in a short id',
    'flow',
    (x) => flowOf({ uri: 'homey:manager:alarms', id: `on:${x.alarm}` }),
    ['card-id alarm alarm'],
  ],
  [
    'the uri of a client',
    'flow',
    (x) =>
      flowOf({
        id: `homey:device:${x.lamp}:on`,
        uri: `homey:flowcardaction:homey:device:${x.lamp}:on`,
      }),
    ['card-id device lamp', 'uri device lamp'],
  ],
  [
    'trigger and condition',
    'flow',
    (x) => ({
      ...flowOf({}),
      folder: x.folder,
      trigger: { id: `homey:device:${x.sensor}:on` },
      conditions: [{ uri: `homey:zone:${x.kitchen}`, id: 'active', inverted: true }],
    }),
    ['container flow-folder folder', 'card-id device sensor', 'uri zone kitchen'],
  ],
  [
    'an advanced flow',
    'advanced-flow',
    (x) =>
      canvas({
        [OLD.key]: {
          type: 'action',
          id: `homey:device:${x.lamp}:on`,
          ownerUri: `homey:device:${x.lamp}`,
          outputSuccess: [OLD.lamp],
        },
        [OLD.lamp]: {
          type: 'all',
          input: [`${OLD.key}::outputSuccess`, `${OLD.plug}::outputTrue`],
          outputSuccess: [],
        },
      }),
    ['card-id device lamp', 'uri device lamp'],
  ],
  [
    'an advanced flow with short ids',
    'advanced-flow',
    (x) =>
      canvas({
        [OLD.key]: {
          type: 'trigger',
          id: 'on',
          ownerUri: `homey:device:${x.lamp}`,
          x: 0,
          y: 0,
          outputSuccess: [OLD.key],
        },
      }),
    ['uri device lamp'],
  ],
  [
    'a note',
    'advanced-flow',
    () =>
      canvas({
        [OLD.key]: { type: 'note', value: `see ${OLD.lamp} and [[homey:device:${OLD.plug}|x]]` },
      }),
    ['words unknown lamp', 'words device plug'],
  ],
  [
    'its own id and uri',
    'flow',
    (x) => ({ id: OLD.flow, uri: `homey:flow:${x.flow}`, name: `Copy of ${OLD.flow}` }),
    ['uri flow flow', 'words unknown flow'],
  ],
  [
    'an app',
    'flow',
    () => flowOf({ id: 'homey:app:com.example.app:act' }),
    ['card-id app com.example.app'],
  ],
  [
    'an id that is the beginning of another',
    'flow',
    () => flowOf({ id: `homey:device:${OLD.lamp}0:on` }),
    [`card-id device ${OLD.lamp}0`],
  ],
]

checkCorpus(CARDS)
