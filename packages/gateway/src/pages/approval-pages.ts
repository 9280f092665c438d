// The pages on which an owner sees what keys ask for, and answers. All that a client wrote is text here.
import type { Answer } from '../approvals/approval.ts'
import type { ApprovalView } from '../owner-api/approval-views.ts'
import { formToken, framed, notice, type Page } from './frame.ts'
import { type Content, type Html, html } from './html.ts'
import type { TextName, Words } from './texts.ts'
import type { Visit } from './visit.ts'

/** How many that wait no more are shown. */
const MOST_OLD = 10

/** All questions: those that wait, and the last ones. */
export function approvalsPage({ words }: Visit, all: readonly ApprovalView[], now: number): Page {
  const open = all.filter(({ state }) => state === 'open')
  const old = all.filter(({ state }) => state !== 'open').slice(0, MOST_OLD)
  const listed = (some: readonly ApprovalView[]) =>
    html`<ul class="list">${some.map((one) => item(words, one, now))}</ul>`
  const content = html`<h1>${words('questions')}</h1>
<p class="lead">${words('questionsLead')}</p>
<section class="card">${open.length === 0 ? html`<p class="last">${words('noQuestions')}</p>` : listed(open)}</section>
${
  old.length > 0 &&
  html`<section class="card" aria-labelledby="old"><h2 id="old">${words('answeredLately')}</h2>${listed(old)}</section>`
}`
  return framed({ words, title: words('questions'), content, wide: true })
}

function item(words: Words, { id, question, state, asked, hubName }: ApprovalView, now: number) {
  const facts = [words('onHub', { hub: hubName }), ago(words, asked, now), words(`answer ${state}`)]
  return html`<li class="${state === 'open' ? 'on' : 'off'}"><strong><a href="/approvals/${id}">${question[words.language]}</a></strong><span>${facts.join(' · ')}</span></li>`
}

function ago(words: Words, asked: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(asked)) / 60_000)
  return minutes < 1 ? words('askedNow') : words('askedAgo', { minutes })
}

/** The operation whose sentence says all that is written. */
const SAID = 'devices.setCapabilityValue'

/** One question; with its answers while it waits for one. `problem` is what went wrong with an answer. */
export function approvalPage(
  { words, form }: Visit,
  view: ApprovalView,
  now: number,
  problem?: string,
): Page {
  const { question, state, written, cut, operation, because, hubName } = view
  const title = question[words.language]
  const isOpen = state === 'open'
  const isSaid = operation === SAID && written.every(({ member }) => member === 'value')
  const when = [words('onHub', { hub: hubName }), ago(words, view.asked, now)].join(' · ')
  const content = html`<div class="card">
<h1>${title}</h1>
<p class="lead">${because}<br>${when}</p>
${problem !== undefined && notice(html`<p>${words('alwaysFailed', { why: problem })}</p>`, 'bad')}
${!isOpen && notice(html`<p>${words(`answer ${state}`)}</p>`)}
${written.length > 0 && !isSaid && writing(words, view)}
${cut && notice(html`<p>${words('notAllShown')}</p>`, 'bad')}
${isOpen && answers(words, view, form.token)}
${facts(words, view)}
<p class="last"><a href="/approvals">${words('allQuestions')}</a></p>
</div>`
  return framed({ words, title, content, wide: true, status: problem === undefined ? 200 : 409 })
}

function facts(words: Words, view: ApprovalView): Html {
  const { client, danger, operation, about } = view
  const rows: readonly (readonly [name: TextName, value: Content])[] = [
    ['asksKey', client],
    ...(about.length > 0 ? ([['asksAbout', objects(view)]] as const) : []),
    ['asksHow', words(`danger ${dangerOf(danger)}`)],
    ['asksCall', html`<code>${operation}</code>`],
  ]
  return html`<dl class="facts">${rows.map(([name, value]) => html`<dt>${words(name)}</dt><dd>${value}</dd>`)}</dl>`
}

const DANGERS = ['read', 'private', 'control', 'change', 'full'] as const

const dangerOf = (danger: string) => DANGERS.find((one) => one === danger) ?? 'full'

const objects = ({ about }: ApprovalView): string =>
  about
    .map(({ name, zone }) => (zone === undefined ? `“${name}”` : `“${name}” (${zone})`))
    .join(', ')

function writing(words: Words, { client, written }: ApprovalView): Html {
  const rows = written.map(({ member, before, after }) => {
    const name = member === '' ? words('wholeBody') : member
    const was =
      before !== undefined && before !== after
        ? html`<dd><span class="hint">${words('isNow')}</span><pre>${before}</pre></dd>`
        : undefined
    return html`<dt><code>${name}</code></dt>${was}<dd>${was && html`<span class="hint">${words('willBe')}</span>`}<pre>${after}</pre></dd>`
  })
  return html`<h2 id="written">${words('written', { client })}</h2><dl class="written">${rows}</dl>`
}

/** What each answer is called, and what it means. */
const BUTTONS: Readonly<Record<Answer, readonly [label: TextName, hint: TextName]>> = {
  once: ['yesOnce', 'yesOnceHint'],
  task: ['yesTask', 'yesTaskHint'],
  always: ['yesAlways', 'yesAlwaysHint'],
  no: ['sayNo', 'sayNoHint'],
}

function answers(words: Words, view: ApprovalView, token: string): Html {
  const { id, client } = view
  const buttons = view.answers.map((answer) => {
    const [label, told] = BUTTONS[answer]
    const isFree = answer === 'task' && view.about.length === 0
    const hint = isFree ? 'yesTaskHintFree' : told
    // Yes and no look alike: nothing is to be pressed without having been read.
    return html`<div class="answer"><button type="submit" name="answer" value="${answer}" class="quiet" aria-describedby="hint-${answer}">${words(label)}</button>
<p class="hint" id="hint-${answer}">${words(hint, { client, object: objects(view) })}</p></div>`
  })
  return html`<form method="post" action="/approvals/${id}" class="answers">${formToken(token)}${buttons}</form>`
}
