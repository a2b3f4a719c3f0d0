/** Nothing to start. Without this file, Next takes the one of the folder above. */
export function register() {}
