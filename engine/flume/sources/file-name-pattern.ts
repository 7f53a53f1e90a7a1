/**
 * A Java pattern that has to match a whole file name. Names are matched by what JavaScript and Java have in common; a
 * pattern that JavaScript refuses matches nothing.
 */
export function fileNamePattern(regex: string): RegExp {
  try {
    return new RegExp(`^(?:${regex})$`)
  } catch (error) {
    if (error instanceof SyntaxError) return /[^\s\S]/
    throw error
  }
}
