/** `<which-one>`: shows the choices of each question and, when one is made, only the answer that was chosen. */
export class WhichOne extends HTMLElement {
  connectedCallback(): void {
    for (const section of this.querySelectorAll<HTMLElement>('[data-question]')) {
      const choices = section.querySelector('fieldset')
      choices?.removeAttribute('hidden')
      // A reader who comes back finds the browser's own memory of the form.
      showChosen(section)
      choices?.addEventListener('change', () => {
        showChosen(section)
      })
    }
  }
}

function showChosen(section: HTMLElement): void {
  const chosen = section.querySelector<HTMLInputElement>('input:checked')?.value ?? ''
  for (const answer of section.querySelectorAll<HTMLElement>('[data-answer]')) {
    answer.hidden = chosen !== '' && answer.dataset['answer'] !== chosen
  }
}
