/** Attribute of an experiment whose outcome is out of sight until the reader has guessed. */
const covered = 'covered'

/** Shows the outcome of an experiment. */
export function uncover(experiment: Element): void {
  experiment.removeAttribute(covered)
}

/** Takes a press on an answer, or on the button that shows the outcome without one; other presses are left alone. */
export function answer(experiment: Element, target: EventTarget | null): void {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-answer]') : null
  if (button === null) return
  remember(experiment, button.dataset['answer'] ?? '')
  show(experiment, button)
}

/** An answer that was given earlier in this session stands. */
export function rememberedAnswer(experiment: Element): void {
  try {
    const given = sessionStorage.getItem(keyOf(experiment))
    const button = given === null ? null : experiment.querySelector<HTMLElement>(`[data-answer="${CSS.escape(given)}"]`)
    if (button !== null) show(experiment, button)
  } catch {
    // Without storage every visit asks again.
  }
}

function show(experiment: Element, button: HTMLElement): void {
  const buttons = experiment.querySelectorAll<HTMLElement>('[data-answer]')
  for (const one of buttons) one.setAttribute('aria-pressed', String(one === button))
  const status = experiment.querySelector('[data-judgement]')
  if (status !== null) status.textContent = button.dataset['says'] ?? ''
  uncover(experiment)
}

function remember(experiment: Element, given: string): void {
  try {
    sessionStorage.setItem(keyOf(experiment), given)
  } catch {
    // It is only a comfort.
  }
}

function keyOf(experiment: Element): string {
  return `guess ${experiment.getAttribute('scenario') ?? ''}`
}
