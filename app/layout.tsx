import './globals.css';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import localFont from 'next/font/local';
import { headers } from 'next/headers';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { ThemeProvider } from '@/components/theme-provider';
import { Toaster } from '@/components/ui/toaster';
import { NONCE_HEADER } from '@/lib/http/security-headers';
import { env } from '@/lib/platform/env';

/** The font of code. Geist's own module has every page load it; few pages show code. */
const codeFont = localFont({
  src: '../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2',
  variable: '--font-geist-mono',
  weight: '100 900',
  preload: false,
  adjustFontFallback: false,
});

const DESCRIPTION = 'Meeting bots that are always at the right meeting.';
const SOCIAL_IMAGE = { url: '/social.png', width: 1200, height: 630, alt: 'Usher: a lit door stands open.' };

export async function generateMetadata(): Promise<Metadata> {
  // The address is known where it runs, not where it is built.
  await connection();
  return {
    metadataBase: new URL(env().APP_URL),
    title: { default: 'Usher', template: '%s · Usher' },
    description: DESCRIPTION,
    openGraph: { type: 'website', siteName: 'Usher', images: [SOCIAL_IMAGE] },
    twitter: { card: 'summary_large_image' },
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f3ec' },
    { media: '(prefers-color-scheme: dark)', color: '#131210' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined;
  return (
    <html lang="en" className={`${GeistSans.variable} ${codeFont.variable}`} suppressHydrationWarning>
      <body>
        <ThemeProvider nonce={nonce}>
          {children}
          <Toaster />
        </ThemeProvider>
      </body>
    </html>
  );
}
