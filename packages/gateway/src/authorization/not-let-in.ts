// What a client is told that is not let in, whatever it asks.

/** Of a suspension, before its reason. */
export const SUSPENDED = 'this app is suspended: '

/** Of a client that is not any more what was vouched for. */
export const CHANGED =
  'the name, logo or redirect addresses are not those that were reviewed; submit the manifest again'
