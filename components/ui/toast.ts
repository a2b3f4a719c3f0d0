import type { ExternalToast } from 'sonner';

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

async function inToaster(tell: (toast: typeof import('sonner').toast) => void): Promise<void> {
  onFirst();
  tell((await import('sonner')).toast);
}
