// Operations that no grant has, not even full control, with the reason for each: they hand out,
// destroy or outlive the hub's own credential (DESIGN 4, "Withheld").

const SIGN_IN = 'signs somebody in at the hub, past the gateway'
const HUB_KEYS = 'hands out or removes keys of the hub itself, which outlive every grant'
const LOCAL_LOGIN = 'sets a password for the hub itself, which outlives every grant'
const OWNER = "removes or replaces the owner, and the hub's credential with it"
const INSTALLER = 'lets an installer into the hub, past the gateway'
const SESSIONS = "lists or ends the hub's own sessions, the gateway's among them"
const HOTFIX = 'runs any code on the hub itself'

/** Why an operation (`<manager>.<operation>`) is never granted; absent means that it can be. */
export const WITHHELD: Readonly<Record<string, string>> = {
  'users.login': SIGN_IN,
  'users.loginLocal': SIGN_IN,
  'users.acceptSharingInvite': SIGN_IN,
  'users.getPersonalAccessTokens': HUB_KEYS,
  'users.createPersonalAccessToken': HUB_KEYS,
  'users.deletePersonalAccessToken': HUB_KEYS,
  'users.updateUserLocalCredentials': LOCAL_LOGIN,
  'users.deleteUserLocalCredentials': LOCAL_LOGIN,
  'users.updateUserMeLocalCredentials': LOCAL_LOGIN,
  'users.deleteUserMeLocalCredentials': LOCAL_LOGIN,
  'users.deleteUserMe': OWNER,
  'users.swapOwner': OWNER,
  'users.swapOwnerInstaller': OWNER,
  'system.delete': "deletes the whole Homey, and the hub's credential with it",
  'users.grantInstallerAccess': INSTALLER,
  'users.revokeInstallerAccess': INSTALLER,
  'users.requestInstallerAccess': INSTALLER,
  'sessions.getSessions': SESSIONS,
  'sessions.deleteSession': SESSIONS,
  'updates.runHotfixJavaScript': HOTFIX,
  'updates.runHotfixSQL': HOTFIX,
  'updates.runHotfixShell': HOTFIX,
}

/**
 * Operations that need no permission and never reach the hub: the gateway answers them from the
 * grant (DESIGN 4, "Always").
 */
export const ALWAYS: ReadonlySet<string> = new Set(['system.ping', 'sessions.getSessionMe'])
