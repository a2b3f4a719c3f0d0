'use client';

import { type KeyboardEvent, useState } from 'react';

/**
 * Returns whether a menu has been opened, and the props of its button until then: a menu that is loaded on demand brings a
 * button of its own.
 */
export function useFirstOpening() {
  const [hasOpened, setHasOpened] = useState(false);
  const open = () => setHasOpened(true);
  return {
    hasOpened,
    button: {
      'aria-haspopup': 'menu',
      'aria-expanded': false,
      onClick: open,
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key !== 'ArrowDown') return;
        event.preventDefault();
        open();
      },
    },
  } as const;
}
