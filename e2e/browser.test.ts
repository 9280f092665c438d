// All pages in one real Chromium, as each start of one takes seconds. Each of these runs by itself as well.
import './approvals-in-browser.ts'
import './consent-in-browser.ts'
import './pages-in-browser.ts'
