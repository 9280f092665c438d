// What the gateway itself tells a client on its sockets, in the form of a manager's events: the official client hears it
// by `subscribe('homey:manager:latchkey', …)`, others need not even subscribe. No Homey has a manager of this name.

/** The URI of the gateway's own events. */
export const OWN_URI = 'homey:manager:latchkey'

/** A request for more was answered. */
export const REQUEST_ANSWERED = 'permission-request'
