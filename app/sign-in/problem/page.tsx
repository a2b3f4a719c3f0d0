import type { Metadata } from 'next';
import Link from 'next/link';
import { AuthFrame } from '@/components/auth/auth-frame';
import { problemOf } from '@/components/auth/problems';
import { SignInButton } from '@/components/auth/sign-in-button';
import { signInFor, wayBack } from '@/components/auth/way-back';
import { addressAfterGoogle } from '@/lib/http/auth';

export const metadata: Metadata = { title: 'Sign-in problem' };

type ProblemPageProps = { searchParams: Promise<{ reason?: string | string[] }> };

export default async function SignInProblemPage({ searchParams }: ProblemPageProps) {
  const { reason } = await searchParams;
  const asked = await addressAfterGoogle();
  const back = wayBack(asked && `${asked.pathname}${asked.search}`);
  const problem = problemOf(Array.isArray(reason) ? reason[0] : reason);
  return (
    <AuthFrame>
      <h1 className="text-balance font-semibold text-[1.75rem] leading-[2.125rem] tracking-[-0.032em]">
        {problem.title}
      </h1>
      <div className="mt-4 mb-8 space-y-3 text-pretty text-[0.9375rem] text-ink-soft">{problem.body}</div>
      <SignInButton {...problem.action} back={back} />
      <p className="mt-4 text-center text-[0.8125rem]">
        <Link
          href={signInFor(back)}
          className="text-ink-soft underline-offset-2 hover:text-ink hover:underline"
        >
          Back to sign-in
        </Link>
      </p>
    </AuthFrame>
  );
}
