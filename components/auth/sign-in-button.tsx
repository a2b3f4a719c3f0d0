'use client';

import { LoaderCircle } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { goThroughNextAuth } from './next-auth';

type SignInButtonProps = {
  /** Path and query of the page to come back to (see wayBack). */
  back: string;
  label?: string;
  /** Makes Google show its consent page again: the only way to a new permission that lasts. */
  askAgain?: boolean;
};

/** Goes to Google and comes back. */
export function SignInButton({ back, label = 'Sign in with Google', askAgain = false }: SignInButtonProps) {
  const [isLeaving, setIsLeaving] = useState(false);
  return (
    <Button
      variant="primary"
      size="lg"
      className="w-full"
      aria-busy={isLeaving}
      onClick={() => {
        setIsLeaving(true);
        goThroughNextAuth('signin/google', back, askAgain ? { prompt: 'consent' } : {}).catch(() =>
          setIsLeaving(false),
        );
      }}
    >
      {isLeaving ? <LoaderCircle className="animate-spin" aria-hidden="true" /> : <GoogleMark />}
      {label}
    </Button>
  );
}

function GoogleMark() {
  return (
    <span className="grid size-6 place-items-center rounded-full bg-white" aria-hidden="true">
      <svg viewBox="0 0 24 24" className="size-4" aria-hidden="true">
        <path
          fill="#4285f4"
          d="M22.6 12.2c0-.8-.1-1.5-.2-2.2H12v4.3h5.9a5.1 5.1 0 0 1-2.2 3.3v2.8h3.6c2.1-1.9 3.3-4.8 3.3-8.2z"
        />
        <path
          fill="#34a853"
          d="M12 23c3 0 5.5-1 7.3-2.6l-3.6-2.8a6.7 6.7 0 0 1-9.9-3.5H2.2v2.8A11 11 0 0 0 12 23z"
        />
        <path fill="#fbbc05" d="M5.8 14.1a6.6 6.6 0 0 1 0-4.2V7.1H2.2a11 11 0 0 0 0 9.9z" />
        <path
          fill="#ea4335"
          d="M12 5.4c1.6 0 3.1.6 4.2 1.6l3.2-3.1A11 11 0 0 0 2.2 7.1l3.6 2.8A6.6 6.6 0 0 1 12 5.4z"
        />
      </svg>
    </span>
  );
}
