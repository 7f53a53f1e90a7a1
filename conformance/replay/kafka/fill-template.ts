/** Fills `<i>`, `<i%10>`, `<i mod 10>` and `<i+1000>` of a template with a record's number. */
export function fillTemplate(template: string, number: number): string {
  return template.replaceAll(/<i(?:\s*(%|mod|\+)\s*(\d+))?>/g, (_, operator: string | undefined, operand: string | undefined) => {
    if (operator === undefined) return String(number)
    return String(operator === '+' ? number + Number(operand) : number % Number(operand))
  })
}
