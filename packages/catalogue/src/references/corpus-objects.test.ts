// The labelled corpus: everything that is no flow.
import { checkCorpus, OLD, type Row } from './labelled.test.ts'

const OBJECTS: readonly Row[] = [
  [
    'mood',
    'mood',
    (x) => ({
      id: OLD.movie,
      zone: x.hall,
      devices: { [x.plug]: { state: { onoff: true } }, [x.lamp]: { state: {} } },
    }),
    ['container zone hall', 'key device plug', 'key device lamp'],
  ],
  [
    'group of a hub',
    'device',
    (x) => ({
      id: OLD.key,
      zone: x.hall,
      driverId: 'homey:virtualdrivergroup:driver',
      settings: { deviceIds: [x.lamp, x.plug] },
    }),
    ['container zone hall', 'member device lamp', 'member device plug'],
  ],
  [
    'group of an app',
    'device',
    (x) => ({
      id: OLD.key,
      driverUri: 'homey:app:com.sdn.group',
      driverId: 'group',
      settings: { groupedDevices: [{ id: x.lamp, name: 'L' }] },
    }),
    ['uri app com.sdn.group', 'picked device lamp'],
  ],
  [
    'device',
    'device',
    (x) => ({
      id: OLD.lamp,
      group: x.key,
      data: { id: OLD.plug },
      images: [{ id: 'snapshot', imageObj: { id: x.image, ownerUri: `homey:device:${x.lamp}` } }],
      insights: [{ uri: `homey:device:${x.lamp}`, id: 'dim' }],
    }),
    ['container group key', 'picked image image', 'uri device lamp', 'uri device lamp'],
  ],
  [
    'group as it is made',
    'group',
    (x) => ({ name: 'G', zoneId: x.hall, deviceIds: [x.lamp], iconDeviceId: x.lamp }),
    ['container zone hall', 'member device lamp', 'id device lamp'],
  ],
  [
    'zone',
    'zone',
    (x) => ({
      id: OLD.hall,
      parent: x.kitchen,
      activeOrigins: [`homey:device:${x.sensor}:alarm_motion`],
    }),
    ['container zone kitchen', 'uri device sensor'],
  ],
  ['root zone', 'zone', () => ({ id: OLD.hall, name: 'Home', parent: null }), []],
  [
    'flow folder',
    'flow-folder',
    (x) => ({ id: OLD.key, name: 'F', parent: x.folder }),
    ['container flow-folder folder'],
  ],
  [
    'variable',
    'variable',
    (x) => ({ id: OLD.mode, name: 'Mode', type: 'string', value: x.lamp }),
    ['id unknown lamp'],
  ],
  [
    'user',
    'user',
    (x) => ({
      id: OLD.user,
      athomId: '4'.repeat(24),
      properties: { favoriteDevices: [x.lamp, x.plug], favoriteFlows: [x.flow] },
    }),
    ['id device lamp', 'id device plug', 'id flow flow'],
  ],
  [
    'notification',
    'notification',
    (x) => ({
      id: OLD.key,
      ownerUri: `homey:device:${x.lamp}`,
      excerpt: `about ${OLD.lamp}`,
      readBy: [x.user],
    }),
    ['uri device lamp', 'words unknown lamp', 'id user user'],
  ],
  [
    'notification owners',
    'notification-owners',
    (x) => ({
      [`homey:device:${x.lamp}`]: { enabled: true },
      'homey:manager:updates': {},
      'homey:app:com.example.app': {},
    }),
    ['key device lamp', 'key app com.example.app'],
  ],
  [
    'option of the ring',
    'option',
    () => ({ value: { uri: 'homey:app:com.example.ring', id: 'aurora' } }),
    ['uri app com.example.ring'],
  ],
  [
    'alarm',
    'alarm',
    () => ({ id: OLD.alarm, name: 'A', time: '06:45', repetition: { monday: true } }),
    [],
  ],
  [
    'image, log, token',
    'log',
    (x) => ({
      id: `homey:device:${x.lamp}:dim`,
      ownerUri: `homey:device:${x.lamp}`,
      ownerId: 'dim',
    }),
    ['uri device lamp', 'uri device lamp'],
  ],
  [
    'token of the old hub',
    'token',
    (x) => ({ uri: 'homey:manager:logic', id: x.mode }),
    ['uri variable mode'],
  ],
  [
    'pair session',
    'pair-session',
    (x) => ({
      id: OLD.key,
      driverId: 'homey:app:com.example.app:plug',
      deviceId: x.lamp,
      zoneId: x.hall,
    }),
    ['uri app com.example.app', 'id device lamp', 'id zone hall'],
  ],
  [
    'dashboard',
    'dashboard',
    (x) => ({
      id: OLD.board,
      columns: [
        {
          id: OLD.key,
          widgets: [
            {
              id: OLD.lamp,
              type: 'device',
              deviceId: x.lamp,
              settings: {
                deep: [
                  {
                    [x.plug]: [`homey:zone:${x.hall}`],
                    text: `[[homey:device:${x.lamp}|dim]] | ok`,
                    json: `{"a":"${x.mode}","b":[["${x.flow}"]]}`,
                  },
                ],
              },
            },
          ],
        },
      ],
    }),
    [
      'id device lamp',
      'key unknown plug',
      'uri zone hall',
      'text-token device lamp',
      'text unknown mode',
      'text unknown flow',
    ],
  ],
  [
    'settings of an app',
    'app-settings',
    (x) => ({
      timers: [{ device: `homey:device:${x.lamp}`, flow: x.flow }],
      [`last/${x.lamp}?`]: 1,
      variable: `homey:manager:logic|${x.mode}`,
      text: `Lamp ${x.lamp} in ${x.hall}`,
      rooms: { [x.hall]: 20 },
      nested: `[["${x.plug}"]]`,
      token: `[[${x.plug}]]`,
    }),
    [
      'uri device lamp',
      'id flow flow',
      'key unknown lamp',
      'uri variable mode',
      'text unknown lamp',
      'text unknown hall',
      'key zone hall',
      'text unknown plug',
      'text unknown plug',
    ],
  ],
  [
    'kept by HomeyScript',
    'homeyscript-settings',
    (x) => ({
      scripts: { [x.script]: { id: x.script, code: `'${x.lamp}'` } },
      'homeyscript-last': x.lamp,
    }),
    ['key script script', 'id script script', 'code-literal unknown lamp', 'id unknown lamp'],
  ],
]

checkCorpus(OBJECTS)
