'use client';

import { useEffect, useState } from 'react';
import { onDemand, whenIdle } from './on-demand';
import { firstToast } from './toast';

const ToasterCard = onDemand(() => import('./toaster-card').then((module) => module.ToasterCard));

/** Where `toast` shows its messages, once the page is idle or there is one. */
export function Toaster() {
  const [isWanted, setIsWanted] = useState(false);
  useEffect(() => {
    void Promise.race([firstToast, whenIdle()]).then(() => setIsWanted(true));
  }, []);
  return isWanted ? <ToasterCard /> : null;
}
