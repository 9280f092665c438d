// The pages on which an owner sees the clients that ask for access, and reviews one. All that a client wrote is
// text here; they need no script.
import type { ClientFileView, FindingView } from '../owner-api/client-file-answers.ts'
import type { ClientView } from '../owner-api/client-routes.ts'
import { formToken, framed, notice, type Page } from './frame.ts'
import { type Content, type Html, html } from './html.ts'
import { toldPermission } from './permission-words.ts'
import type { Words } from './texts.ts'
import type { Visit } from './visit.ts'
import { dayIn } from './vouching.ts'

/** How many are listed. */
const MOST = 100

/** The path of a client. */
export const clientPath = (id: string): string => `/clients/${encodeURIComponent(id)}`

/** All clients. */
export function clientsPage({ words }: Visit, all: readonly ClientView[]): Page {
  const items = all
    .slice(0, MOST)
    .map(
      ({ id, name, state }) =>
        html`<li class="${state === 'suspended' ? 'off' : 'on'}"><strong><a href="${clientPath(id)}">${name}</a></strong><span>${words(`client ${state}`)}</span></li>`,
    )
  const content = html`<h1>${words('clientsTitle')}</h1>
<p class="lead">${words('clientsLead')}</p>
<section class="card">${items.length === 0 ? html`<p class="last">${words('noClients')}</p>` : html`<ul class="list">${items}</ul>`}</section>`
  return framed({ words, title: words('clientsTitle'), content, wide: true })
}

/** One client. `problem` is what went wrong with what was decided. */
export function reviewPage(visit: Visit, file: ClientFileView, problem?: string): Page {
  const { words } = visit
  const title = words('reviewTitle', { app: file.name })
  const content = html`<h1>${title}</h1>
<p class="lead">${words('reviewLead')}</p>
${problem !== undefined && notice(html`<p>${problem}</p>`, 'bad')}
${file.changed && notice(html`<p>${words('reviewChanged')}</p>`, 'bad')}
${file.suspensions.map(({ because }) => notice(html`<p>${words('reviewSuspendedBy', { because })}</p>`, 'bad'))}
${about(words, file)}
${difference(words, file)}
${use(words, file)}
${found(words, file)}
${file.reach.map((one) => reach(words, one))}
${earlier(words, file)}
${decisions(visit, file)}`
  return framed({ words, title, content, wide: true, status: problem === undefined ? 200 : 409 })
}

function about(words: Words, { state, redirectUris, waiting, approved }: ClientFileView): Html {
  const manifest = (waiting ?? approved)?.manifest
  const { limits } = manifest ?? {}
  const bounds = [
    ...(limits?.choose ?? []).map((one) =>
      words('reviewChoose', { what: words(`objects ${one}`) }),
    ),
    ...(limits?.own ? [words('reviewOwn')] : []),
    ...(limits?.drafts ? [words('reviewDrafts')] : []),
  ]
  const rows: readonly (readonly [string, Content])[] = [
    [words('reviewState'), words(`client ${state}`)],
    ...(manifest
      ? ([
          [words('reviewVersion'), manifest.version],
          [words('reviewHomepage'), manifest.homepage],
          [words('reviewContact'), manifest.contact],
        ] as const)
      : []),
    [words('reviewRedirects'), (manifest?.redirectUris ?? redirectUris).join(', ')],
    ...(bounds.length > 0 ? ([[words('reviewLimits'), bounds.join(', ')]] as const) : []),
  ]
  return html`<section class="card"><dl class="facts">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>`
}

function difference(words: Words, { difference: all }: ClientFileView): Content {
  if (all.length === 0) return undefined
  const said = (text: string | null) => text ?? words('reviewNone')
  const rows = all.map(
    ({ part, of, before, after }) =>
      html`<dt><code>${of === null ? part : `${part} ${of}`}</code></dt><dd><span class="hint">${words('reviewWas')}</span> ${said(before)}</dd><dd><span class="hint">${words('reviewIs')}</span> ${said(after)}</dd>`,
  )
  return section('difference', words('reviewDifference'), html`<dl class="written">${rows}</dl>`)
}

const section = (id: string, title: string, content: Content): Html =>
  html`<section class="card" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${content}</section>`

function use(words: Words, { use: all, usedSince, name, grants }: ClientFileView): Content {
  if (all.length === 0) return undefined
  // Before anybody let it in, that nothing was used says nothing.
  const isNew = grants.length === 0 && all.every(({ used }) => used === 0)
  const rows = all.map(({ permission, danger, asked, reason, used }) => {
    const { label } = toldPermission(permission, name, words)
    const facts = [
      words(`danger ${danger}`),
      ...(isNew ? [] : [used === 0 ? words('reviewUnused') : words('reviewUsed', { count: used })]),
      ...(asked === 'optional' ? [words('reviewOptional')] : []),
      ...(asked === null ? [words('reviewUnasked')] : []),
    ]
    return html`<li class="${isNew || used > 0 ? 'on' : 'off'}"><strong>${label}</strong><span>${facts.join(' · ')}</span>${reason !== null && html`<span>${words('itsReason', { reason })}</span>`}</li>`
  })
  const since = dayIn(words, Date.parse(usedSince))
  return section(
    'asked',
    words(isNew ? 'whatTitle' : 'reviewAsked'),
    html`<p class="hint">${isNew ? words('reviewNotUsed') : words('reviewUsedSince', { date: since })}</p><ul class="list">${rows}</ul>`,
  )
}

// What a check says is for developers too, and is in English.
function found(words: Words, { check, waiting, approved }: ClientFileView): Content {
  if (!waiting && !approved) return undefined
  const row = ({ path, message, advice }: FindingView) =>
    html`<li><code>${path}</code> <span lang="en">${message}: ${advice}</span></li>`
  return section(
    'check',
    words('reviewCheck'),
    check.length === 0
      ? html`<p class="last">${words('reviewClean')}</p>`
      : html`<ul class="plain">${check.map(row)}</ul>`,
  )
}

function reach(words: Words, { hub, name, reach: found }: ClientFileView['reach'][number]): Html {
  const title = words('reviewReach', { hub: name })
  if (!found.known) {
    return section(`reach-${hub}`, title, html`<p class="last">${words('reviewUnknownReach')}</p>`)
  }
  const { everything, directly, because, unseen } = found.words[words.language]
  const lines = [...everything, ...directly, ...because, ...unseen]
  return section(
    `reach-${hub}`,
    title,
    html`<ul class="plain">${lines.map((line) => html`<li>${line}</li>`)}</ul>`,
  )
}

function earlier(words: Words, { versions, listed }: ClientFileView): Content {
  const said = versions.flatMap(({ manifest, findings }) =>
    findings.map((one) => `${manifest.version}: ${one}`),
  )
  const all = [...said, ...(listed?.findings ?? []).map((one) => `${listed?.directory}: ${one}`)]
  if (all.length === 0) return undefined
  return section(
    'earlier',
    words('reviewEarlier'),
    html`<ul class="plain">${all.map((one) => html`<li>${one}</li>`)}</ul>`,
  )
}

function decisions({ words, form }: Visit, file: ClientFileView): Html {
  const { id, waiting, state } = file
  const isSuspended = state === 'suspended'
  const submit = (value: string, label: string, quiet: boolean) =>
    html`<button type="submit" name="do" value="${value}"${quiet && html` class="quiet"`}>${label}</button>`
  return html`<form method="post" action="${clientPath(id)}" class="card choices">${formToken(form.token)}
${
  waiting
    ? html`<input type="hidden" name="version" value="${waiting.number}">
<div class="field"><label for="findings">${words('reviewFindings')}</label><textarea id="findings" name="findings" rows="4" maxlength="5000"></textarea></div>
${!isSuspended && submit('approve', words('reviewApprove'), false)}
${submit('return', words('reviewReturn'), true)}`
    : html`<p>${words('reviewNothing')}</p>`
}
${isSuspended ? submit('resume', words('reviewResume'), true) : submit('suspend', words('reviewSuspend'), true)}
<p class="hint">${words('reviewSuspendHint')}</p>
</form>`
}
