/** Starts nothing. Without this file, Next takes the one in the project's root. */
export function register() {}
