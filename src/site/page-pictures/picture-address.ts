/** Pages outside content/docs that are about something of their own; all others share the guide's picture. */
export const ownPictures: Readonly<Record<string, readonly [title: string, about: string]>> = {
  index: ['Flume and Kafka, compared by experiment', 'Each claim dated and cited, and row by row an experiment: the same load and the same fault, on both.'],
  scenarios: ['All experiments', 'Every experiment of the guide, by row, system and fault: each can be changed and run.'],
  fidelity: ['Fidelity: judged by recordings', 'What the real Flume and Kafka did, and how much of it the simulator does too: fact by fact.'],
  glossary: ['Glossary', 'The words of Flume 1.11, of Kafka 4.3 and of this guide’s verdicts.'],
}

/** Where the picture of a page is. @param path of the page, `/durability/` */
export function pagePictureAddress(path: string): string {
  const [first = ''] = path.split('/').filter((part) => part !== '')
  return `/page-pictures/${first === '' || first === '404' || first === '404.html' || first === 'play' ? 'index' : first}.png`
}
