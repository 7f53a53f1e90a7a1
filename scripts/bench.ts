import { durabilityBench } from '../bench/durability.ts'
import { kernelBench } from '../bench/kernel.ts'

// `npm run bench` prints figures of one run side by side; `npm run bench -- --json` prints them as one JSON object.
// The kernel comes first, beside its peers and as cold as they are: code that whole experiments have run through is slower.
const figures = { ...(await kernelBench()), ...(await durabilityBench()) }
if (process.argv.includes('--json')) console.log(JSON.stringify(figures, undefined, 2))
else for (const [name, value] of Object.entries(figures)) console.log(`${value.toLocaleString('en').padStart(14)}  ${name}`)
