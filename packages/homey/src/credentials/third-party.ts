// What Athom gives to clients that owners register, as far as that is public (reference 4.5): the
// scopes that owners report as usable. Writing flows is withheld. What a real session says of itself
// goes before this list; it is here to say beforehand what to expect.

/** The scopes of a registered client. */
export const THIRD_PARTY_SCOPES: readonly string[] = [
  'homey.alarm.readonly',
  'homey.app.readonly',
  'homey.device.control',
  'homey.device.readonly',
  'homey.flow.readonly',
  'homey.flow.start',
  'homey.geolocation.readonly',
  'homey.insights.readonly',
  'homey.logic.readonly',
  'homey.mood.readonly',
  'homey.mood.set',
  'homey.presence.readonly',
  'homey.system.readonly',
  'homey.updates.readonly',
  'homey.user.readonly',
  'homey.user.self',
  'homey.zone.readonly',
]
