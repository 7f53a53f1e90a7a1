import { durabilityBench } from '../bench/durability.ts'
import { kernelBench } from '../bench/kernel.ts'

// `npm run bench` prints figures of one run side by side; `npm run bench -- --json` prints them as one JSON object.
// The experiments come first: later ones would find a machine that is warm from the kernel's millions of events.
const figures = { ...(await durabilityBench()), ...(await kernelBench()) }
if (process.argv.includes('--json')) console.log(JSON.stringify(figures, undefined, 2))
else for (const [name, value] of Object.entries(figures)) console.log(`${value.toLocaleString('en').padStart(14)}  ${name}`)
