'use client';

import { Fragment, type ReactNode } from 'react';
import { useChosenZone } from './zone-provider';

/** A screen full of times: it begins anew when another zone is chosen, wherever that is done. */
export function InZone({ children }: { children: ReactNode }) {
  return <Fragment key={useChosenZone()}>{children}</Fragment>;
}
