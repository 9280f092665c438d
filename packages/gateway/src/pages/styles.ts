// The look of all pages: one column that fits 320 px, the system's own letters, light and dark by the
// system's choice. Colours are pairs with a contrast of at least 4.5 to 1.

/** The style sheet. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --ground: #f4f2ed; --card: #ffffff; --line: #dcd7cc; --edge: #8a8375;
  --ink: #22201b; --soft: #5f5a4f; --accent: #17605a; --on-accent: #ffffff; --accent-deep: #0f4742;
  --tint: #e6f0ee; --bad: #a3261b; --bad-tint: #fbeae7; --code: #f1eee7;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #171613; --card: #211f1b; --line: #3a372f; --edge: #8b8475;
    --ink: #f0ede5; --soft: #b5ae9f; --accent: #7fd0c4; --on-accent: #0d2b28; --accent-deep: #a3e0d7;
    --tint: #1e302d; --bad: #ffa79c; --bad-tint: #3b211d; --code: #181713;
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
  overflow-wrap: anywhere;
}
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; z-index: 1; }
.page { max-width: 27rem; margin: 0 auto; padding: 1.25rem 1rem 3rem; }
.page.wide { max-width: 42rem; }
@media (min-width: 40rem) { .page { padding-top: 4rem; } }
.brand { display: flex; align-items: center; gap: .6rem; margin: 0 0 1.25rem; font-weight: 650;
  letter-spacing: .01em; color: var(--ink); text-decoration: none; width: max-content; }
.brand svg { width: 1.75rem; height: 1.75rem; color: var(--accent); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .875rem;
  padding: 1.5rem 1.25rem; box-shadow: 0 1px 2px rgb(0 0 0 / .05); }
@media (min-width: 40rem) { .card { padding: 2rem; } }
.card + .card { margin-top: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; letter-spacing: -.01em; }
h2 { font-size: 1.0625rem; line-height: 1.35; margin: 0 0 .75rem; }
p { margin: 0 0 1rem; }
.lead, .hint { color: var(--soft); }
.lead { margin-bottom: 1.5rem; }
.hint { font-size: .9375rem; line-height: 1.45; margin: .375rem 0 0; }
.card > :first-child { margin-top: 0; }
.last, .card > :last-child { margin-bottom: 0; }
h1 + .notice, h1 + form { margin-top: 1rem; }
.field { margin: 0 0 1.25rem; }
label { display: block; font-weight: 600; margin: 0 0 .375rem; }
input { display: block; width: 100%; min-height: 2.875rem; padding: .625rem .75rem; font: inherit;
  color: var(--ink); background: var(--card); border: 1px solid var(--edge); border-radius: .5rem; }
input[aria-invalid="true"] { border-color: var(--bad); border-width: 2px; }
.wrong { color: var(--bad); font-size: .9375rem; font-weight: 600; margin: .375rem 0 0; }
.notice { border: 1px solid var(--line); border-left: .25rem solid var(--accent);
  background: var(--tint); border-radius: .5rem; padding: .75rem 1rem; margin: 0 0 1.25rem; }
.notice.bad { border-left-color: var(--bad); background: var(--bad-tint); }
.notice > :last-child { margin-bottom: 0; }
button, .button { display: block; width: 100%; min-height: 2.875rem; padding: .625rem 1rem; font: inherit;
  font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; border-radius: .5rem;
  border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); }
button:hover, .button:hover { background: var(--accent-deep); border-color: var(--accent-deep); }
button.quiet { background: transparent; color: var(--accent); }
button.quiet:hover { background: var(--tint); border-color: var(--accent); }
[data-passkey]:not([hidden]) ~ button[type="submit"],
[data-passkey]:not([hidden]) ~ form button[type="submit"] { background: transparent; color: var(--accent); }
[data-passkey]:not([hidden]) ~ button[type="submit"]:hover,
[data-passkey]:not([hidden]) ~ form button[type="submit"]:hover { background: var(--tint); border-color: var(--accent); }
button[disabled] { opacity: .6; cursor: progress; }
a { color: var(--accent); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.or { display: flex; align-items: center; gap: .75rem; color: var(--soft); margin: 1.5rem 0; }
.or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--line); }
code, pre { font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
pre { background: var(--code); border: 1px solid var(--line); border-radius: .5rem;
  padding: .625rem .75rem; margin: .5rem 0 1rem; white-space: pre-wrap; }
.option { white-space: nowrap; }
.top { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between;
  gap: .75rem 1rem; margin-bottom: 2rem; }
.top .brand { margin: 0; }
.top button { width: auto; min-height: 2.5rem; padding: .375rem .875rem; }
.list { list-style: none; margin: 0; padding: 0; }
.list li { padding: .75rem 0; border-top: 1px solid var(--line); }
.list li:first-child { border-top: 0; padding-top: 0; }
.list li:last-child { padding-bottom: 0; }
.list strong, .list span { display: block; }
.list span { color: var(--soft); font-size: .9375rem; }
.list .off strong { color: var(--soft); font-weight: 500; }
dl { margin: 0; }
dt { margin: 0; }
.hint + dl { margin-top: 1rem; }
section .hint { margin-top: -.5rem; }
.list + .hint, .last + .hint { margin-top: .75rem; }
.hint + .list { margin-top: 1rem; }
dd { margin: 0 0 .25rem; }
dd pre { margin: .25rem 0 .75rem; }
dd:last-child pre { margin-bottom: 0; }
h3 { font-size: 1rem; margin: 1.25rem 0 .375rem; }
.hint + fieldset { margin-top: 1.25rem; }
.wide > main > h1 { margin-bottom: 1rem; }
fieldset { border: 0; margin: 0 0 1.25rem; padding: 0; min-width: 0; }
legend { font-weight: 600; padding: 0; margin: 0 0 .5rem; }
.danger-read legend, .danger-private legend { color: var(--soft); }
.danger-full { border-left: .25rem solid var(--bad); padding-left: .75rem; }
.danger-full legend { color: var(--bad); }
.tick { display: flex; gap: .75rem; align-items: flex-start; padding: .5rem 0; margin: 0; font-weight: 400; }
.tick input { flex: none; width: 1.375rem; height: 1.375rem; min-height: 0; margin: .0625rem 0 0; accent-color: var(--accent); }
.tick label { margin: 0; }
.tick p { margin: .125rem 0 0; color: var(--soft); font-size: .9375rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); column-gap: 1rem; }
.inside .columns { max-height: 22rem; overflow-y: auto; padding: .25rem; margin: 0 -.25rem; }
.inside .tick label:only-child { font-weight: 400; }
summary { cursor: pointer; font-weight: 600; padding: .5rem 0; }
select, textarea { display: block; width: 100%; min-height: 2.875rem; padding: .5rem .75rem; font: inherit;
  color: var(--ink); background: var(--card); border: 1px solid var(--edge); border-radius: .5rem; }
blockquote { margin: 0 0 .75rem; padding-left: .75rem; border-left: .25rem solid var(--edge); }
.doubt { border-left: .25rem solid var(--edge); padding-left: .75rem; }
.choices > button + button, .choices > form + form { margin-top: .75rem; }
.choices > .hint { margin-top: .75rem; }
.plain { margin: 0; padding-left: 1.25rem; }
.plain + h2, .plain + h3 { margin-top: 1.25rem; }
.card + p { margin-top: 1rem; }
.card > form + p { margin-top: 1rem; }
.card.red { border: 2px solid var(--bad); }
.card.red h1 { color: var(--bad); }
button.danger { background: var(--bad); border-color: var(--bad); color: var(--card); }
button.danger:hover { background: var(--ink); border-color: var(--ink); }
.code { font: 600 1.75rem/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; letter-spacing: .08em; text-align: center; }
form > .card, form + .card { margin-top: 1rem; }
.card + form, .card + form.card { margin-top: 1rem; }
.facts dt { font-weight: 600; }
.facts dd { margin: 0 0 .75rem; }
.written dd .hint { display: block; margin: .5rem 0 0; }
.answers { margin: 1.5rem 0; }
.answer { margin: 0 0 1.25rem; }
.first { position: absolute; left: -999rem; width: auto; }
.first:focus { position: static; }
.here, .asked { color: var(--ink) !important; }
.asked { font-weight: 600; }
.safers { display: flex; flex-wrap: wrap; gap: .5rem; margin: .5rem 0 .25rem; }
.safers .hint { width: 100%; margin: 0; }
button.safer, button.small { width: auto; min-height: 2rem; padding: .25rem .75rem; font-size: .9375rem;
  line-height: 1.35; text-align: left; }
button.safer { font-weight: 500; background: transparent; color: var(--accent); border-color: var(--line); border-radius: 1rem; }
button.safer:hover { background: var(--tint); border-color: var(--accent); color: var(--accent); }
.badge { font-size: .8125rem; font-weight: 600; padding: .0625rem .5rem; border-radius: 1rem;
  background: var(--tint); color: var(--accent); }
details { border-top: 1px solid var(--line); }
.inside { padding: .25rem 0 1rem; }
.inside > :last-child { margin-bottom: 0; }
.inside details, fieldset > details { border-top: 0; }
summary { padding: .75rem 0; }
fieldset > details > summary, .plain + details > summary { color: var(--accent); }
.plain + details { border-top: 0; }
.field.life { border-top: 1px solid var(--line); padding-top: 1rem; }
.hint + details { margin-top: 1rem; }
.notice .plain { margin-bottom: 0; }
.notice > p:has(+ ul) { margin-bottom: .25rem; }
.notice + details { margin-top: 1rem; }
.inside > fieldset { margin-top: .75rem; }
.days { display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
.days .tick { gap: .5rem; }
.pair { display: flex; gap: 1rem; }
.pair .field { flex: 1; min-width: 0; margin: 0; }
.again { margin: 1rem 0 0; }
@media (forced-colors: active) { .card, button, input { border: 1px solid; } }
`
