'use client';

import { RevokedBanner } from './revoked-banner';
import { StoppedProviderBanner } from './stopped-provider-banner';

/** What keeps bots from their meetings, on every page that shows some. */
export function Banners() {
  return (
    <>
      <RevokedBanner />
      <StoppedProviderBanner />
    </>
  );
}
