// Runs in the sandboxed frame: an opaque origin that can reach nothing. It relays between the page's port and a worker
// that lives for one run; the next worker is started ahead, and told to rehearse, so that Run answers at once. Only a
// worker that has run nothing but scenarios as the site ships them is kept for another run: no reader's code was in it.
// It looks into no message.
;(() => {
  const messagesMax = 5_000
  let page
  let programUrl
  let rehearsal
  let spare
  let current

  const startWorker = () => {
    const worker = new Worker(programUrl)
    const channel = new MessageChannel()
    worker.postMessage({ port: channel.port2 }, [channel.port2])
    if (rehearsal !== undefined) channel.port1.postMessage(rehearsal)
    return { worker, port: channel.port1, messages: 0 }
  }

  const end = () => {
    if (current === undefined) return
    current.worker.terminate()
    current.port.close()
    current = undefined
  }

  const count = (life) => {
    life.messages++
    if (life !== current || life.messages <= messagesMax) return true
    end()
    page.postMessage({ kind: 'flooded' })
    return false
  }

  const run = (request) => {
    end()
    const life = spare ?? startWorker()
    spare = undefined
    current = life
    life.port.onmessage = ({ data }) => {
      if (life !== current || !count(life)) return
      page.postMessage(data)
      if (data === null || typeof data !== 'object' || data.kind === 'progress') return
      if (request.isShipped && data.kind === 'done') {
        current = undefined
        spare = life
        spare.messages = 0
      } else {
        end()
        spare = startWorker()
      }
    }
    // Nothing of ours comes this way: whatever does was sent by the reader's code.
    life.worker.onmessage = () => count(life)
    life.worker.onerror = (event) => {
      event.preventDefault()
      if (life !== current) return
      page.postMessage({ kind: 'failed', message: String(event.message) })
      end()
    }
    life.port.postMessage(request)
  }

  addEventListener('message', (event) => {
    if (page !== undefined || event.source !== parent) return
    page = event.ports[0]
    programUrl = URL.createObjectURL(new Blob([event.data.program], { type: 'text/javascript' }))
    page.onmessage = ({ data }) => {
      if (data.kind === 'run') run(data)
      else {
        rehearsal = data
        spare?.port.postMessage(data)
      }
    }
    spare = startWorker()
  })
})()
