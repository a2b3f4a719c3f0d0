/** Moves the focus to the beginning of the page's content, for when the element that had it goes away. */
export function focusMain(): void {
  document.getElementById('main')?.focus({ preventScroll: true });
}
