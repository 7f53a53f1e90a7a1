import { frameDocument, workerProgram } from './frame-document.ts'
import { framePolicy } from './frame-policy.ts'
import { readMessage, type WorkerMessage } from './messages.ts'

/** What a run is asked to do; sent into the sandbox as it is. */
export interface SandboxRequest {
  readonly files: Readonly<Record<string, string>>
  readonly entry: string
  /** Of the engine's bytes, for the Run. */
  readonly engineHash?: string
  readonly seed?: number
  readonly parameters?: Readonly<Record<string, number>>
}

/** How a run ended. The run of `done` comes from beside a stranger's code: decode it before use. */
export type SandboxEnd =
  | { readonly kind: 'done'; readonly run: unknown; readonly tookMs: number }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'timed out'; readonly afterMs: number }
  | { readonly kind: 'flooded' }

/** A run under way. */
export interface SandboxRun {
  readonly end: Promise<SandboxEnd>
  /** Ends it now, whatever its code is doing. */
  stop(): void
}

/** How a sandbox is set up. */
export interface SandboxOptions {
  /** The engine's bundle as text, and the name that it assigns its exports to. */
  readonly engineSource: string
  readonly engineGlobal: string
  /** Wall time after which a run is ended from outside; it then has no hash and is no claim. */
  readonly wallTimeMsMax: number
}

/** Messages of one run that the page listens to. */
const messagesMax = 5_000

/**
 * Runs strangers' code in a frame of an opaque origin. A run that does not end by itself takes the whole frame with it:
 * a flood leaves a backlog in it that would spoil the next run, and a fresh one boots in tens of milliseconds.
 */
export class Sandbox {
  readonly #options: SandboxOptions
  #rehearsal: SandboxRequest | undefined
  #frame: { readonly element: HTMLIFrameElement; readonly port: Promise<MessagePort> } | undefined

  constructor(options: SandboxOptions) {
    this.#options = options
  }

  /** Boots the frame and its spare worker ahead of the first run. */
  warm(): void {
    this.#frame ??= this.#boot()
  }

  /**
   * Lets the spare worker, now and each time that there is a new one, run a scenario whose result nobody gets, so that the
   * engine's code is compiled by the time of the reader's run. A run that comes in between ends it.
   * @param request a scenario as the site ships it: no code of a reader's, since a run of another's follows in its realm
   */
  rehearse(request: SandboxRequest): void {
    this.#rehearsal = request
    if (this.#frame === undefined) this.#frame = this.#boot()
    else void this.#frame.port.then((port) => { port.postMessage({ kind: 'rehearse', request }) })
  }

  /**
   * Runs a scenario; at most one at a time.
   * @param isShipped whether all its code is as the site ships it: its worker then stays for the next run
   */
  run(request: SandboxRequest, onProgress: (share: number, events: number) => void, isShipped = false): SandboxRun {
    const frame = (this.#frame ??= this.#boot())
    let settle: (end: SandboxEnd) => void = () => {}
    const end = new Promise<SandboxEnd>((resolve) => {
      settle = resolve
    })
    const finish = (ending: SandboxEnd): void => {
      clearTimeout(timer)
      if (ending.kind !== 'done') {
        this.#discard(frame.element)
        if (this.#rehearsal !== undefined) this.warm()
      }
      settle(ending)
    }
    const afterMs = this.#options.wallTimeMsMax
    const timer = setTimeout(() => {
      finish({ kind: 'timed out', afterMs })
    }, afterMs)
    void frame.port.then((port) => {
      let messages = 0
      port.onmessage = ({ data }: MessageEvent<unknown>) => {
        messages++
        const message: WorkerMessage | undefined = messages > messagesMax ? { kind: 'flooded' } : readMessage(data)
        if (message === undefined) return
        if (message.kind === 'progress') onProgress(message.share, message.events)
        else finish(message)
      }
      port.postMessage({ kind: 'run', request, isShipped })
    })
    return {
      end,
      stop: () => {
        finish({ kind: 'stopped' })
      },
    }
  }

  /** Takes the frame away. */
  close(): void {
    if (this.#frame !== undefined) this.#discard(this.#frame.element)
  }

  #discard(element: HTMLIFrameElement): void {
    element.remove()
    if (this.#frame?.element === element) this.#frame = undefined
  }

  #boot(): { readonly element: HTMLIFrameElement; readonly port: Promise<MessagePort> } {
    const { engineSource, engineGlobal } = this.#options
    const element = document.createElement('iframe')
    element.setAttribute('sandbox', 'allow-scripts')
    element.setAttribute('aria-hidden', 'true')
    element.title = 'Sandbox of the simulation'
    element.tabIndex = -1
    element.style.cssText = 'position:fixed;width:0;height:0;border:0;visibility:hidden'
    element.srcdoc = frameDocument(framePolicy)
    const port = new Promise<MessagePort>((resolve) => {
      element.addEventListener(
        'load',
        () => {
          const channel = new MessageChannel()
          const program = workerProgram(engineSource, engineGlobal)
          // The frame's origin is opaque, so no other target can be named; the frame is ours and holds no secret.
          element.contentWindow?.postMessage({ program }, '*', [channel.port2])
          if (this.#rehearsal !== undefined) channel.port1.postMessage({ kind: 'rehearse', request: this.#rehearsal })
          resolve(channel.port1)
        },
        { once: true },
      )
    })
    document.body.append(element)
    return { element, port }
  }
}
