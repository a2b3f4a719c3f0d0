/** Where the keyboard goes on when what had the focus goes away: at the beginning of the page's content. */
export function focusMain(): void {
  document.getElementById('main')?.focus({ preventScroll: true });
}
