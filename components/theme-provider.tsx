'use client';

import { ThemeProvider as NextThemes } from 'next-themes';
import { type ReactNode, useState } from 'react';

type ThemeProviderProps = {
  children: ReactNode;
  /** What the page's policy wants of scripts and styles that are written into it. */
  nonce?: string | undefined;
};

export function ThemeProvider({ children, nonce: given }: ThemeProviderProps) {
  // A refreshed page comes with another one, but the browser goes by the first.
  const [nonce] = useState(given);
  // Where the library that keeps the page behind a dialog from scrolling looks for it (get-nonce).
  if (typeof window !== 'undefined') Object.assign(window, { __webpack_nonce__: nonce });
  return (
    <NextThemes
      attribute="data-theme"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      nonce={nonce}
    >
      {children}
    </NextThemes>
  );
}
