import type { AstroIntegration } from 'astro'
import { terms } from '../../../content/glossary/terms.ts'
import { TermLinks, type TextPiece } from './term-links.ts'

/** What is used of a node of the Markdown tree. */
interface MarkdownNode {
  readonly type: string
  readonly value?: string
}

/** What is used of the tree's context. */
interface MarkdownContext {
  readonly parent: (node: MarkdownNode) => MarkdownNode | undefined
  readonly replaceNode: (node: MarkdownNode, nodes: readonly object[]) => void
}

/** Within these, a link would be wrong or in the way. */
const withoutLinks = new Set(['heading', 'link', 'linkReference', 'image'])

/** Links the first occurrence of each of the glossary's terms on a page of content/docs to the glossary. */
export function glossary(): AstroIntegration {
  return {
    name: 'glossary',
    hooks: {
      'astro:config:setup': ({ config }) => {
        const { processor } = config.markdown
        // The plugin is written for Astro's own Markdown processor, and takes its form from there.
        const plugins = (processor as { readonly options?: { readonly mdastPlugins?: unknown[] } }).options?.mdastPlugins
        if (plugins === undefined) throw new Error(`The glossary's links need Astro's own Markdown processor and found ${processor.name}.`)
        plugins.push(linkPlugin)
      },
    },
  }
}

/** Called once for each page, so that each page has first occurrences of its own. */
function linkPlugin({ fileURL }: { readonly fileURL: URL | undefined }): object | undefined {
  if (fileURL?.pathname.includes('/content/docs/') !== true) return undefined
  const links = new TermLinks(terms)
  return {
    name: 'glossary-links',
    text(node: MarkdownNode, context: MarkdownContext) {
      if (isInside(node, context)) return
      const pieces = links.piecesOf(node.value ?? '')
      if (pieces.some(({ address }) => address !== undefined)) context.replaceNode(node, pieces.map(nodeOf))
    },
    inlineCode(node: MarkdownNode, context: MarkdownContext) {
      if (isInside(node, context)) return
      const address = links.addressOfCode(node.value ?? '')
      if (address !== undefined) context.replaceNode(node, [linkTo(address, { type: 'inlineCode', value: node.value ?? '' })])
    },
  }
}

function isInside(node: MarkdownNode, context: MarkdownContext): boolean {
  for (let above = context.parent(node); above !== undefined; above = context.parent(above)) {
    if (withoutLinks.has(above.type)) return true
  }
  return false
}

function nodeOf({ text, address }: TextPiece): object {
  const value = { type: 'text', value: text }
  return address === undefined ? value : linkTo(address, value)
}

function linkTo(url: string, child: object): object {
  return { type: 'link', url, title: null, children: [child] }
}
