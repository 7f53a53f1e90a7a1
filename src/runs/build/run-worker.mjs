// Runs one scenario with the engine's bundle in a realm of its own, since the engine freezes the realm that it runs in.
import { parentPort, workerData } from 'node:worker_threads'

const { enginePath, request } = workerData
const { runScenario } = await import(enginePath)
const drain = () => new Promise((resolve) => setImmediate(resolve))
parentPort.postMessage(await runScenario({ ...request, drain }))
