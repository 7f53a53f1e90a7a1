import type { languages } from 'monaco-editor/editor'

/** The editor's name for our language of Java properties files. */
export const propertiesLanguageId = 'java-properties'

/** How a properties file reads: comments, keys with Flume's dotted parts, values with placeholders and escapes. */
export const propertiesLanguage: languages.IMonarchLanguage = {
  tokenizer: {
    root: [
      [/^\s*[#!].*$/, 'comment'],
      [/^\s*[^\s=:#!][^\s=:]*/, 'type'],
      [/\s*[=:]\s*/, { token: 'delimiter', next: '@value' }],
    ],
    value: [
      [/\$\{[^}]*\}/, 'variable'],
      [/\\$/, 'string.escape'],
      [/\\./, 'string.escape'],
      [/\b\d+\b/, 'number'],
      [/\b(?:true|false)\b/, 'keyword'],
      [/[^\\$\d\w]+|\w+|./, 'string'],
      [/$/, { token: '', next: '@pop' }],
    ],
  },
}

/** Comments and brackets for the editor's commands. */
export const propertiesConfiguration: languages.LanguageConfiguration = {
  comments: { lineComment: '#' },
}
