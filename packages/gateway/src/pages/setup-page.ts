// The pages of a setup link. A token behind `#` never reaches the server, so the first page has a small
// script that sends it; without scripts the link is pasted. The second page makes the owner.
import { MIN_PASSWORD } from '../owners/password.ts'
import { command, type Field, field, formToken, framed, notice, type Page } from './frame.ts'
import { type Content, html } from './html.ts'
import { type PasskeyPart, passkeyPart } from './passkey-part.ts'
import type { Visit } from './visit.ts'

/** What is wrong, by field; and for all of the page. */
export interface Problems {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly all?: Content
  readonly name?: string | undefined
  readonly password?: string | undefined
}

/** Where a link arrives. */
export function setupStart({ words, form }: Visit, problem?: Problems): Page {
  const lead = problem
    ? undefined
    : html`<p class="lead" data-wait hidden>${words('setupLead')}</p>`
  const content = html`<div class="card">
<h1>${words('setupTitle')}</h1>
${problem?.all !== undefined && notice(problem.all, 'bad')}
<form method="post" action="/setup/link"${!problem && html` data-fragment`}>
${lead}
${formToken(form.token)}
<div data-paste>
${field({
  ...{ name: 'token', label: words('setupLink'), autocomplete: 'off' },
  ...{ hint: words('setupPaste') },
})}
<button type="submit">${words('setupContinue')}</button>
</div>
</form>
</div>`
  return framed({ words, title: words('setupTitle'), content, ...statusOf(problem) })
}

/** What the second page is made with. */
export interface SetupForm {
  readonly visit: Visit
  readonly token: string
  /** The owner whom the link lets back in; undefined for a new one. */
  readonly back: string | undefined
  readonly name?: string
  readonly problems?: Problems
}

/** Where somebody becomes an owner, or comes back in. */
export function setupForm({ visit, token, back, name = '', problems }: SetupForm): Page {
  const { words, form, peer } = visit
  const title = back === undefined ? words('setupNew') : words('setupBack', { name: back })
  const part: PasskeyPart = { words, peer, act: 'setup', here: `/setup#${token}` }
  const who: Field = {
    ...{ name: 'name', label: words('name'), autocomplete: 'username', value: name },
    ...{ hint: words('nameHint'), problem: problems?.name, focus: problems === undefined },
  }
  const content = html`<div class="card">
<h1>${title}</h1>
<p class="lead">${words(back === undefined ? 'setupNewLead' : 'setupBackLead')}</p>
${problems?.all !== undefined && notice(problems.all, 'bad')}
<form method="post" action="/setup">
${formToken(form.token)}
<input type="hidden" name="token" value="${token}">
${
  back === undefined
    ? field(who)
    : html`<input type="hidden" name="name" value="${back}" autocomplete="username">`
}
${passkeyPart(part)}
${field({
  ...{ name: 'password', type: 'password', autocomplete: 'new-password', least: MIN_PASSWORD },
  label: words(back === undefined ? 'password' : 'newPassword'),
  hint: words('passwordHint', { least: MIN_PASSWORD }),
  problem: problems?.password,
})}
<button type="submit">${words('usePassword')}</button>
</form>
</div>`
  return framed({ words, title, content, ...statusOf(problems) })
}

/** What is said of a link that does not work; all of them alike. */
export function refusedLink({ words, peer }: Visit, setupRemote: boolean): Problems {
  if (!peer.loopback && !setupRemote) {
    const { address } = peer
    return { status: 403, all: html`<p>${words('setupRemote', { address })}</p>` }
  }
  return {
    status: 403,
    all: html`<p>${words('setupRefused')}</p>${command('latchkey owner link')}`,
  }
}

function statusOf(problems: Problems | undefined) {
  return problems ? { status: problems.status, headers: problems.headers ?? {} } : {}
}
