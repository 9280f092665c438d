// The page where owners sign in: with a password, which needs no script, or with a passkey.
import { command, field, formToken, framed, notice, type Page } from './frame.ts'
import { html } from './html.ts'
import { passkeyPart } from './passkey-part.ts'
import type { Problems } from './setup-page.ts'
import type { Visit } from './visit.ts'

/** What the page is made with besides the visit. */
export interface SignInForm {
  /** Whether there is anybody who could sign in. */
  readonly anybody: boolean
  readonly signedOut?: boolean
  readonly name?: string
  /** Where to go on. */
  readonly to?: string | undefined
  readonly problems?: Problems
}

/** The page. */
export function signInPage(visit: Visit, of: SignInForm): Page {
  const { words } = visit
  const { anybody, problems, signedOut } = of
  const content = html`<div class="card">
<h1>${words('signInTitle')}</h1>
<p class="lead">${words('signInLead')}</p>
${signedOut && notice(html`<p>${words('signedOut')}</p>`)}
${
  anybody
    ? signInForm(visit, of)
    : notice(html`<p>${words('noOwner')}</p>${command('latchkey owner link')}`)
}
</div>
${
  anybody &&
  html`<div class="card"><p class="hint">${words('signInLost')}</p>${command(`latchkey owner link --owner ${words('yourName')}`)}</div>`
}`
  const { status = 200, headers = {} } = problems ?? {}
  return framed({ words, title: words('signInTitle'), content, status, headers })
}

function signInForm({ words, peer, form }: Visit, { name = '', to, problems }: SignInForm) {
  const here = to === undefined ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`
  return html`${passkeyPart({ words, peer, act: 'sign-in', here, to })}
<form method="post" action="/sign-in">
${problems?.all !== undefined && notice(problems.all, 'bad')}
${formToken(form.token)}${to !== undefined && html`<input type="hidden" name="to" value="${to}">`}
${field({
  ...{ name: 'name', label: words('name'), autocomplete: 'username', value: name },
  problem: problems?.name,
})}
${field({
  ...{ name: 'password', type: 'password', label: words('password') },
  ...{ autocomplete: 'current-password', problem: problems?.password },
})}
<button type="submit">${words('signInTitle')}</button>
</form>`
}
