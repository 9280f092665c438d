// Cards under limits: in a path, run by themselves, and named by the owner (docs/decisions/0009).
import { CODE, card, KITCHEN_ONLY, named, picks, runStart, saysOf } from './says.test-support.ts'
import * as at from './small-home.test-support.ts'

const { LAMP, BED, LOCK, KITCHEN, COOK, SLEEP } = at

saysOf('cards in the path', [
  [KITCHEN_ONLY, card('getFlowCardAction', LAMP), 'allow'],
  [KITCHEN_ONLY, card('getFlowCardAction', BED), 'not-covered'],
  [KITCHEN_ONLY, ['flow.getFlowCardAction', { uri: `homey:device:${LAMP}`, id: 'on' }], 'allow'],
  [
    KITCHEN_ONLY,
    ['flow.getFlowCardAction', { uri: `homey:device:${LAMP}`, id: `homey:device:${BED}:on` }],
    'not-understood',
  ],
  [
    KITCHEN_ONLY,
    ['flow.getFlowCardAction', { uri: `homey:device:${LAMP}`, id: `Homey:device:${BED}:on` }],
    'not-understood',
  ],
  [
    KITCHEN_ONLY,
    ['flow.getFlowCardAction', { uri: 'homey:flowcardaction:x', id: `homey:device:${LAMP}:on` }],
    'not-understood',
  ],
  [KITCHEN_ONLY, card('runFlowCardAction', LAMP, { args: {} }), 'allow'],
  [KITCHEN_ONLY, card('runFlowCardAction', BED, { args: {} }), 'content-not-covered'],
  [
    KITCHEN_ONLY,
    card('runFlowCardAction', LAMP, { args: { x: `homey:device:${BED}` } }),
    'content-not-covered',
  ],
  [
    KITCHEN_ONLY,
    card('runFlowCardAction', LAMP, { tokens: { a: `[[homey:device:${BED}|x]]` } }),
    'not-understood',
  ],
  [KITCHEN_ONLY, card('runFlowCardAction', LAMP, { tokens: { a: 'b' }, state: {} }), 'allow'],
  [KITCHEN_ONLY, card('runFlowCardAction', LAMP, { state: { a: { b: 1 } } }), 'not-understood'],
  [{ devices: [LOCK] }, card('runFlowCardAction', LOCK, {}), 'content-not-covered'],
  [
    KITCHEN_ONLY,
    ['flow.runFlowCardAction', { uri: 'homey:manager:speech', id: 'homey:manager:speech:say' }, {}],
    'not-understood',
  ],
  [{ own: true }, runStart(COOK), 'content-not-covered'],
  [{ drafts: true }, runStart(COOK), 'draft-only'],
  [KITCHEN_ONLY, runStart(COOK), 'allow'],
  [KITCHEN_ONLY, runStart(SLEEP), 'content-not-covered'],
  [KITCHEN_ONLY, picks(LAMP), 'allow'],
  [KITCHEN_ONLY, picks(BED), 'not-covered'],
  [KITCHEN_ONLY, picks(LAMP, 'flow'), 'not-covered'],
  [KITCHEN_ONLY, picks(LAMP, 'flowcardaction', `args%5Ba%5D=${BED}`), 'content-not-covered'],
])

saysOf('cards that limits name', [
  [
    { cards: [{ id: 'homey:app:a.b:do' }] },
    ['flow.createFlow', {}, named('homey:app:a.b:do')],
    'not-understood',
  ],
  [
    { cards: [{ id: 'homey:app:a.b:do' }, at.START] },
    ['flow.createFlow', {}, named('homey:app:a.b:do')],
    'allow',
  ],
  [
    { cards: [{ id: 'homey:app:a.b:do' }, at.START], zones: [KITCHEN] },
    ['flow.createFlow', {}, named('homey:app:a.b:do')],
    'allow',
  ],
  [
    { cards: [{ id: 'homey:app:a.b:do', args: { a: { b: 1 } } }, at.START] },
    ['flow.createFlow', {}, named('homey:app:a.b:do', { a: { b: 1 } })],
    'allow',
  ],
  [
    { cards: [{ id: 'homey:app:a.b:do', args: { a: { b: 1 } } }, at.START] },
    ['flow.createFlow', {}, named('homey:app:a.b:do', { a: { b: 2 } })],
    'not-understood',
  ],
  [
    { cards: [{ id: 'homey:app:a.b:do', args: { a: 1 } }, at.START] },
    ['flow.createFlow', {}, named('homey:app:a.b:do')],
    'not-understood',
  ],
  [
    { cards: [{ id: 'homey:app:a.b:do' }, at.START], zones: [KITCHEN] },
    ['flow.createFlow', {}, named('homey:app:a.b:do', { x: `homey:device:${BED}` })],
    'content-not-covered',
  ],
  [
    { cards: [at.START], zones: [KITCHEN] },
    ['flow.createFlow', {}, at.flow([at.does(LAMP)])],
    'not-understood',
  ],
  [
    {
      cards: [at.START, { id: `homey:device:${LAMP}:on` }],
      devices: [LAMP],
      capabilities: ['onoff'],
    },
    ['flow.createFlow', {}, at.flow([at.does(LAMP)])],
    'allow',
  ],
  [
    { cards: [at.START, { id: `homey:device:${BED}:on` }], devices: [LAMP] },
    ['flow.createFlow', {}, at.flow([at.does(BED)])],
    'content-not-covered',
  ],
  [
    { cards: [at.START, { id: CODE }], devices: [LAMP] },
    ['flow.createFlow', {}, named(CODE, { code: '1' })],
    'not-understood',
  ],
  [
    { cards: [at.START, { id: CODE, args: { code: '1' } }], devices: [LAMP] },
    ['flow.createFlow', {}, named(CODE, { code: '1' })],
    'allow',
  ],
  [
    { cards: [at.START, { id: CODE, args: { code: '1' } }], devices: [LAMP] },
    ['flow.createFlow', {}, named(CODE, { code: '2' })],
    'not-understood',
  ],
  [
    { cards: [at.START, { id: CODE }] },
    ['flow.createFlow', {}, named(CODE, { code: '1' })],
    'allow',
  ],
  [
    { cards: [{ id: 'homey:manager:speech:say' }] },
    [
      'flow.runFlowCardAction',
      { uri: 'homey:manager:speech', id: 'homey:manager:speech:say' },
      { args: { text: 'x' } },
    ],
    'allow',
  ],
])
