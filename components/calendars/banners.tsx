'use client';

import { InngestServerBanner } from './inngest-server-banner';
import { RevokedBanner } from './revoked-banner';
import { StoppedProviderBanner } from './stopped-provider-banner';

/** What is wrong with this installation and keeps bots from their meetings, or may, on every page that shows some. */
export function Banners() {
  return (
    <>
      <RevokedBanner />
      <StoppedProviderBanner />
      <InngestServerBanner />
    </>
  );
}
