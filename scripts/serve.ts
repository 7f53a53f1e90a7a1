// `serve FOLDER PORT`: what the end-to-end tests start; it ends with the process that started it.
import { serveFolder } from './serve-folder.ts'

const [folder = 'dist', port = '4399'] = process.argv.slice(2)
await serveFolder(folder, Number(port))
console.log(`Serving ${folder} at http://127.0.0.1:${port}/`)
