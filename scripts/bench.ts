import { kernelBench } from '../bench/kernel.ts'
import { scenarioBench } from '../bench/scenarios.ts'
import { spikeBench } from '../bench/spike.ts'

// `npm run bench` prints figures of one run side by side; `npm run bench -- --json` prints them as one JSON object.
// `npm run bench -- kernel`, `spike`, `scenarios` or the name of a row (`durability`) prints one part.
// The kernel comes first, beside its peers and as cold as they are: code that whole experiments have run through is slower.
const part = process.argv.slice(2).find((argument) => !argument.startsWith('-'))
const figures: Record<string, number> = {}
if (part === undefined || part === 'kernel') Object.assign(figures, await kernelBench())
if (part === undefined || part === 'spike') Object.assign(figures, await spikeBench())
if (part === undefined || part === 'scenarios') Object.assign(figures, await scenarioBench())
else if (part !== 'kernel' && part !== 'spike') Object.assign(figures, await scenarioBench(part))

if (process.argv.includes('--json')) console.log(JSON.stringify(figures, undefined, 2))
else for (const [name, value] of Object.entries(figures)) console.log(`${value.toLocaleString('en').padStart(14)}  ${name}`)
