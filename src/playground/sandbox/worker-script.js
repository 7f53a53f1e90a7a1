// The worker of one run of the reader's. `loadEngine` evaluates the engine's bundle and returns what it exports. Everything that is not
// JavaScript itself is taken out of the realm before the engine, and with it the reader's code, is evaluated: the
// frame's policy already forbids the network; this also forbids what is not a network (postMessage, close, timers).
// Before the run it may rehearse a scenario as the site ships it, so that the engine's code is compiled when it counts.
// That leaves nothing behind for the run: the engine keeps no state between runs, and has frozen the intrinsics before
// the first line of a scenario is evaluated, the shipped one's as any other's.
;(function (loadEngine) {
  const kept = new Set(
    (
      'globalThis Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise ' +
      'RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError JSON Math ' +
      'BigInt ArrayBuffer DataView Map Set WeakMap WeakSet WeakRef FinalizationRegistry Proxy Reflect Iterator Atomics Intl eval ' +
      'isFinite isNaN decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape Int8Array Uint8Array ' +
      'Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float16Array Float32Array Float64Array BigInt64Array ' +
      'BigUint64Array DisposableStack AsyncDisposableStack'
    ).split(' '),
  )

  const strip = (target) => {
    for (const key of Reflect.ownKeys(target)) {
      if (typeof key === 'string' && kept.has(key)) continue
      if (key === 'constructor' || Reflect.deleteProperty(target, key)) continue
      try {
        Object.defineProperty(target, key, { value: undefined, writable: false, configurable: false })
      } catch {
        // A property that can be neither deleted nor shadowed (isSecureContext, say) only tells, and does nothing.
      }
    }
  }

  const stripRealm = () => {
    for (let target = globalThis; target !== Object.prototype && target !== null; target = Object.getPrototypeOf(target)) strip(target)
  }

  /** One macrotask, by a message to ourselves: timers wait 4 ms when they are nested. */
  const makeDrain = () => {
    const { port1, port2 } = new MessageChannel()
    const waiting = []
    const ping = port2.postMessage.bind(port2)
    port1.onmessage = () => waiting.shift()?.()
    return () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        ping(0)
      })
  }

  const rehearsalMsMax = 1_500
  const rehearsalsMax = 3
  const never = new Promise(() => {})

  /** The memory of a document's columns, which moves to the page instead of being copied. */
  const columnsOf = (run) => {
    const { changes, lanes = [], streams = [] } = Object(run)
    const parts = [changes, ...streams, ...lanes.flatMap(({ story, series }) => [story, ...series])]
    return parts.flatMap((part) => Object.values(Object(part))).filter((column) => ArrayBuffer.isView(column)).map(({ buffer }) => buffer)
  }

  const serve = (port) => {
    const send = port.postMessage.bind(port)
    const now = performance.now.bind(performance)
    const drain = makeDrain()
    let nextProgressMs = 0
    const onProgress = (progress) => {
      const nowMs = now()
      if (nowMs < nextProgressMs) return
      nextProgressMs = nowMs + 100
      send({ kind: 'progress', share: Number(progress.share), events: Number(progress.events) })
    }
    const run = (request) => {
      const startedMs = now()
      engine.runScenario({ ...request, drain, onProgress }).then(
        (run) => send({ kind: 'done', run, tookMs: now() - startedMs }, columnsOf(run)),
        (error) => send({ kind: 'failed', message: String(error instanceof Error ? error.message : error) }),
      )
    }
    let requests = 0
    /** Runs in pieces of some ten milliseconds, between which a request is heard: it then goes no further. */
    const rehearse = (request) => {
      const mine = requests
      const endMs = now() + rehearsalMsMax
      const goOn = () => (mine === requests && now() < endMs ? undefined : never)
      const again = (left) =>
        left > 0 && engine.runScenario({ ...request, drain, onProgress: () => drain().then(goOn) }).then(() => goOn() ?? again(left - 1), () => {})
      again(rehearsalsMax)
    }
    port.onmessage = ({ data: { kind, request } }) => {
      requests++
      if (kind === 'rehearse') rehearse(request)
      else run(request)
    }
    stripRealm()
    const engine = loadEngine()
  }

  self.addEventListener('message', (event) => serve(event.data.port), { once: true })
})
