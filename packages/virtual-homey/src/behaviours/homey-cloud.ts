// What only Homey Cloud can do: what phones and other services tell it, hiding devices from voice
// assistants, accepting invitations, and the radio of its bridge. Rows by manager.
import { notFound } from '../hub-error.ts'
import { isRecord, strings } from '../json.ts'
import { all, change, find, recordEffect } from '../state/hub.ts'
import { type Call, documented, optionalText, type Rows, stored, text } from './behaviour.ts'
import { optionRows } from './option-rows.ts'

const FROM_OUTSIDE = 'the call comes from services of Athom, which this hub does not know'
const NO_RADIO = 'there is no radio in a program'

/** Rows by manager. */
export const HOMEY_CLOUD: Readonly<Record<string, Rows>> = {
  cloud: {
    emitOAuth2Callback: documented(FROM_OUTSIDE, (call) =>
      recordEffect(call.hub, 'oauth2-callback', { app: optionalText(call, 'app') ?? null }),
    ),
    emitWebhookCallback: documented(FROM_OUTSIDE, (call) =>
      recordEffect(call.hub, 'webhook-callback', { webhookId: text(call, 'id') }),
    ),
  },
  coprocessor: { getLog: documented(NO_RADIO, () => []) },
  devices: {
    hideDeviceFromExternalService: stored((call) => hide(call, true)),
    unhideDeviceFromExternalService: stored((call) => hide(call, false)),
  },
  energy: optionRows('energy', { electricityPriceDynamicPreferredInterval: null }),
  mobile: {
    onMobileEvent: documented(FROM_OUTSIDE, (call) =>
      recordEffect(call.hub, 'mobile-event', { event: text(call, 'event') }),
    ),
  },
  system: {
    delete: documented('a test would lose its hub', ({ hub }) => recordEffect(hub, 'hub-deleted')),
  },
  users: { acceptSharingInvite: stored(accept) },
  zigbee: {
    verifyFirmware: documented(NO_RADIO, () => null),
    getLastFlashResult: documented(NO_RADIO, () => null),
    eraseNV: documented(NO_RADIO, ({ hub }) => recordEffect(hub, 'zigbee-erased')),
  },
}

const HIDDEN = 'devices.hidden'

// What is hidden can be set here and read nowhere: no operation of a hub tells.
function hide(call: Call, hidden: boolean): void {
  const { id } = find(call.hub, 'devices', text(call, 'id'))
  const { options } = call.hub.state
  const byDevice = isRecord(options[HIDDEN]) ? options[HIDDEN] : {}
  const others = strings(byDevice[id]).filter((service) => service !== text(call, 'service'))
  const services = hidden ? [...others, text(call, 'service')] : others
  options[HIDDEN] = { ...byDevice, [id]: services }
}

// Athom's own secret cannot be checked here; the token of the invitation is.
function accept(call: Call): void {
  const token = text(call, 'inviteToken')
  const invited = all(call.hub, 'users').find(({ inviteUrl }) => inviteUrl?.endsWith(`/${token}`))
  if (!invited) throw notFound('Invite', token)
  change(call.hub, 'users', invited.id, {
    ...{ name: text(call, 'name'), athomId: text(call, 'athomId') },
    ...{ verified: true, inviteUrl: null },
  })
}
