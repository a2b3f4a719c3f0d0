import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthFrame } from '@/components/auth/auth-frame';
import { SignInButton } from '@/components/auth/sign-in-button';
import { wayBack } from '@/components/auth/way-back';

export const metadata: Metadata = { title: 'Sign in' };

type SignInPageProps = { searchParams: Promise<{ error?: string | string[]; back?: string | string[] }> };

export default async function SignInPage({ searchParams }: SignInPageProps) {
  // The sign-in library redirects here with its own code of what went wrong.
  const { error, back } = await searchParams;
  if (error) redirect('/sign-in/problem?reason=failed');
  const isDemo = process.env.USHER_DEMO === '1';
  return (
    <AuthFrame>
      <h1 className="text-balance font-semibold text-[2rem] leading-[2.375rem] tracking-[-0.035em]">
        A bot at every meeting that should have one
      </h1>
      <p className="mt-4 mb-8 text-pretty text-base text-ink-soft">
        Connect your Google Calendar once. Usher sends a meeting bot one minute before each meeting you
        choose, and keeps up when plans change.
      </p>
      <SignInButton back={wayBack(back?.toString())} />
      <p className="mt-4 text-pretty text-[0.8125rem] text-ink-faint">
        Usher asks for read-only access. It never changes your calendar.
      </p>
      {isDemo ? (
        <p className="mt-8 border-brass border-l-2 pl-3 text-pretty text-[0.8125rem] text-ink-soft">
          <strong className="font-semibold text-ink">This is a sandbox.</strong> The calendar is made up and
          nothing leaves this computer. Sign in as Ada to look around.
        </p>
      ) : null}
    </AuthFrame>
  );
}
