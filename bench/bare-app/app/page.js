'use client';

import { useEffect, useState } from 'react';

/** A page that renders in the browser, as the dashboard does, and has nothing in it. */
export default function Page() {
  const [isReady, setIsReady] = useState(false);
  useEffect(() => setIsReady(true), []);
  return <h1>{isReady ? 'Meetings' : ''}</h1>;
}
