/** What of a bench is unfolded. */
export class BenchView {
  isEditing = $state(false)
  isSharing = $state(false)

  constructor(isEditing: boolean) {
    this.isEditing = isEditing
  }
}
