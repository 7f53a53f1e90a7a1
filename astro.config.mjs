import starlight from '@astrojs/starlight'
import svelte from '@astrojs/svelte'
import { defineConfig } from 'astro/config'
import { comparisonRows } from './content/comparison/rows.ts'
import { playground } from './src/playground/playground-integration.ts'
import { glossary } from './src/site/glossary/glossary-integration.ts'
import { confText } from './scripts/conf-text.mjs'

export default defineConfig({
  // Only the sitemap and canonical links need it; a deployment names its own.
  site: process.env.SITE_URL ?? 'http://localhost:4321',
  // A page is fetched once, and its parts are kept for all the others.
  build: { inlineStylesheets: 'never' },
  integrations: [
    starlight({
      title: 'Kafka vs. Flume',
      description: 'Apache Flume and Apache Kafka compared row by row, with every claim run by a simulator.',
      favicon: '/favicon.svg',
      logo: { src: './src/site/logo.svg', alt: '' },
      // Starlight looks in src/content/docs; without this, asides in ./content/docs stay plain text.
      // The table of contents has a link to each heading; a second one with a picture beside each costs every page bytes.
      markdown: { processedDirs: ['./content/docs'], headingLinks: false },
      customCss: ['palette', 'typography', 'layout', 'lanes', 'print'].map((name) => `./src/styles/${name}.css`),
      components: {
        Search: './src/components/Search.astro',
        Footer: './src/components/Footer.astro',
        Head: './src/site/Head.astro',
      },
      // Its style sheet is linked under another hash than it is written under; what there is of listings Shiki does alone.
      expressiveCode: false,
      credits: false,
      // src/pages/404.astro is the page for unknown addresses.
      disable404Route: true,
      sidebar: [
        { label: 'Comparison', link: '/' },
        { label: 'Start', items: [{ slug: 'paths' }, { slug: 'which-one-today' }] },
        {
          label: 'The nine rows',
          items: comparisonRows.map(({ slug }) => ({ slug })),
        },
        { label: 'Experiment', items: [{ slug: 'your-flume-conf' }, { slug: 'playground' }, { label: 'All experiments', link: '/scenarios/' }] },
        { label: 'Behind it', items: [{ slug: 'how-it-works' }, { label: 'Fidelity', link: '/fidelity/' }, { label: 'Glossary', link: '/glossary/' }, { slug: 'contributing' }] },
      ],
    }),
    glossary(),
    svelte(),
    playground(),
  ],
  markdown: {
    shikiConfig: { themes: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' }, defaultColor: false },
  },
  vite: {
    plugins: [confText()],
    // A scenario imports the engine by the project's own name; bundling it keeps one copy.
    ssr: { noExternal: ['kafka-vs-flume'] },
    build: {
      assetsInlineLimit: 0,
      // Astro marks its own modules with a directive that the bundler does not know; nothing is lost by it.
      rolldownOptions: { checks: { moduleLevelDirective: false } },
    },
  },
})
