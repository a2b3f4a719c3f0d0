import type { ExternalToast } from 'sonner';

type SonnerToast = typeof import('sonner').toast;
type Show = (message: string, options?: ExternalToast) => void;

let onFirst = () => {};

/** Settles when there is a first message to show. */
export const firstToast = new Promise<void>((resolve) => {
  onFirst = resolve;
});

const show: Show = (message, options) => void inToaster((toast) => toast(message, options));
const showError: Show = (message, options) => void inToaster((toast) => toast.error(message, options));

/** Shows a short message for some seconds. What shows it is loaded after the page (toaster.tsx). */
export const toast = Object.assign(show, { error: showError });

let onShown: (toast: SonnerToast) => void = () => {};
const shown = new Promise<SonnerToast>((resolve) => {
  onShown = resolve;
});

/** Says that messages are shown from now on: without the server nothing more could be loaded for them. */
export function showMessagesBy(sonnerToast: SonnerToast): void {
  onShown(sonnerToast);
}

async function inToaster(tell: (sonnerToast: SonnerToast) => void): Promise<void> {
  onFirst();
  tell(await shown);
}
