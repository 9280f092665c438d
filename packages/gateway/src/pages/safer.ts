// What would be safer, as something that the consent form can do: by permission, a step for each part of its text.
// A part that no step belongs to is advice.
import { PERMISSIONS } from '@latchkey/catalogue'
import type { Choice, PickName } from '../authorization/choice.ts'
import { LIVES } from './choice-form.ts'

/** One step towards less. */
export type SaferStep =
  /** The owner is asked about this permission each time. */
  | 'ask'
  /** The permission is not given. */
  | 'without'
  /** Only what it made itself. */
  | 'own'
  /** Flows are written switched off. */
  | 'drafts'
  /** Only on some days and hours. */
  | 'hours'
  /** For an hour. */
  | 'hour'
  /** Nothing is removed. */
  | 'no-removing'
  /** Only what is picked. */
  | `pick:${PickName}`

type Steps = readonly (SaferStep | null)[]

const rows = (steps: Steps, permissions: readonly string[]) =>
  Object.fromEntries(permissions.map((one) => [one, steps]))

/** Where the only step is not to leave the permission out. */
const STEPS: Readonly<Record<string, Steps>> = {
  ...rows(
    ['ask'],
    [
      ...[
        'alarm:create',
        'alarm:delete',
        'alarm:update',
        'audio:play',
        'audio:update',
        'auto-update:update',
      ],
      ...['backup:create', 'backup:update', 'dashboard:create', 'database:optimize'],
      ...['device:delete', 'energy-dongle:command', 'energy-dongle:update'],
      ...['flow-folder:create', 'google-sync:update', 'led-ring:animate', 'led-ring:update'],
      ...['matter-firmware:install', 'matter:ping', 'matter:update', 'own-presence:update'],
      ...['presence:update', 'profile:update', 'radio:record', 'security-device:control'],
      ...['speech:play', 'speech:say', 'speech:update', 'system-name:update', 'system:reboot'],
      ...['update-settings:update', 'update:install', 'update:mark-read', 'variable:create'],
      ...['timeline:delete', 'timeline:mark-read', 'wifi:update', 'zone:create', 'zone:delete'],
    ],
  ),
  ...rows(
    ['own'],
    [
      ...['advanced-flow:delete', 'dashboard:delete', 'flow-folder:delete'],
      ...['flow-folder:update', 'flow:delete', 'homeyscript:delete', 'mood:delete'],
      ...['variable:delete', 'flow:update', 'advanced-flow:update'],
    ],
  ),
  ...rows(['drafts'], ['flow:create', 'advanced-flow:create']),
  ...rows(
    ['pick:flows'],
    [
      ...['advanced-flow:enable', 'advanced-flow:read', 'advanced-flow:start', 'flow:enable'],
      ...['flow:read', 'flow:start', 'flow-folder:read'],
    ],
  ),
  ...rows(
    ['pick:where'],
    [
      ...['device-group:create', 'device-group:update', 'device-settings:read', 'device:control'],
      ...['device-settings:update', 'device:read', 'device:update', 'flow-card:read'],
      ...['flow-token:read', 'image:read', 'insights:delete', 'insights:read', 'insights:update'],
      ...['mood:create', 'timeline-settings:update', 'timeline:read', 'zone:read', 'zone:update'],
    ],
  ),
  ...rows(['pick:moods'], ['mood:read', 'mood:set', 'mood:update']),
  ...rows(['pick:variables'], ['variable:read', 'variable:update']),
  ...rows(['pick:dashboards'], ['dashboard:read', 'dashboard:update']),
  ...rows(['pick:scripts'], ['homeyscript:read']),
  ...rows(
    ['pick:apps'],
    [
      ...['app-api:call', 'app-settings:read', 'app-settings:update', 'app:enable', 'app:read'],
      'app:restart',
    ],
  ),
  ...rows(['hours'], ['energy-dongle:read', 'energy:read', 'presence:read', 'user:read']),
  ...rows(['pick:where', 'ask'], ['camera:watch']),
  ...rows(['no-removing', 'hour'], ['pair-session:create']),
  ...rows(['without', null], ['user:create', 'user:delete', 'user:update']),
}

const WITHOUT: Steps = ['without']

/** The steps of a permission, one for each part of what its text says would be safer. */
export function saferSteps(permission: string): Steps {
  return Object.hasOwn(STEPS, permission) ? (STEPS[permission] ?? WITHOUT) : WITHOUT
}

/** The parts of a text that says what would be safer. */
export function saferParts(text: string): readonly string[] {
  return text.replace(/\.$/, '').split(/; /)
}

type Applied = (choice: Choice, permission: string) => Choice

/** Fewer permissions, by name. */
const less = (choice: Choice, gone: (one: string) => boolean): Choice => ({
  ...choice,
  permissions: choice.permissions.filter((one) => !gone(one)),
})

/** What takes part in the same Flows: their texts promise "without locks". */
const LOCKS = 'security-device:control'
const isFlowWriter = (one: string): boolean => /^(?:advanced-)?flow:(?:create|update)$/.test(one)
const withoutLocks = (choice: Choice, permission: string): Choice =>
  isFlowWriter(permission) ? less(choice, (one) => one === LOCKS) : choice

const PLAIN: Readonly<Record<Exclude<SaferStep, `pick:${string}`>, Applied>> = {
  ask: (choice, permission) => {
    const { askFirst } = choice
    const permissions = [...new Set([...askFirst.permissions, permission])]
    return { ...choice, askFirst: { ...askFirst, permissions } }
  },
  without: (choice, permission) => less(choice, (one) => one === permission),
  own: (choice, permission) => withoutLocks({ ...choice, own: true }, permission),
  drafts: (choice, permission) => withoutLocks({ ...choice, drafts: true }, permission),
  hours: (choice) => ({ ...choice, schedule: choice.schedule ?? [] }),
  hour: (choice) => ({ ...choice, life: LIVES['1h'] }),
  'no-removing': (choice) => less(choice, (one) => one === 'device:delete'),
}

/** A choice after a step. */
export function applied(step: SaferStep, choice: Choice, permission: string): Choice {
  const pick = pickOf(step)
  if (pick === undefined) return isPlain(step) ? PLAIN[step](choice, permission) : choice
  return { ...choice, only: { [pick]: {}, ...choice.only } }
}

/** What a step picks from. */
export function pickOf(step: SaferStep): PickName | undefined {
  return isPlain(step) ? undefined : (step.slice('pick:'.length) as PickName)
}

const isPlain = (step: SaferStep): step is keyof typeof PLAIN => Object.hasOwn(PLAIN, step)

/** The step that a button of the form names: a permission, and the number of the part. */
export function stepIn(
  value: string | undefined,
): { readonly step: SaferStep; readonly permission: string } | undefined {
  const [permission = '', at = ''] = (value ?? '').split(' ')
  const step = PERMISSIONS.has(permission) ? saferSteps(permission)[Number(at)] : undefined
  return step ? { step, permission } : undefined
}
