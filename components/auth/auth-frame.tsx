import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Logo } from '@/components/brand/logo';
import { PlatformIcon } from '@/components/platforms/platform-icon';

/** The pages before sign-in: text on the left, the lit doorway on the right. */
export function AuthFrame({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(28rem,1fr)_1.15fr]">
      <main className="flex flex-col px-6 py-7 sm:px-12 lg:px-16">
        <Logo />
        <div className="mx-auto flex w-full max-w-[25rem] flex-1 flex-col justify-center py-12 lg:mx-0">
          {children}
        </div>
      </main>
      <Doorway />
    </div>
  );
}

const TICKETS = [
  { time: '09:00', title: 'Design review', platform: 'GMeet', joins: true },
  { time: '10:30', title: 'Weekly with Grace', platform: 'Zoom', joins: true },
  { time: '12:00', title: 'Lunch', platform: null, joins: false },
  { time: '14:00', title: 'Pitch: Analytical Engines', platform: 'Teams', joins: true },
] as const;

function Doorway() {
  return (
    <div
      aria-hidden="true"
      className="relative hidden overflow-hidden bg-linear-160 from-stage to-stage-2 text-on-stage lg:block"
    >
      <svg
        aria-hidden="true"
        viewBox="0 0 700 900"
        preserveAspectRatio="xMidYMax slice"
        className="absolute inset-0 size-full"
      >
        <defs>
          <linearGradient id="door-light" x1="0" y1="0" x2="0" y2="1">
            <stop offset="0" stopColor="#ffe2a3" />
            <stop offset="1" stopColor="#e3b560" />
          </linearGradient>
          <linearGradient id="floor-light" x1="0" y1="0" x2="0" y2="1">
            <stop offset="0" stopColor="#e3b560" stopOpacity=".75" />
            <stop offset="1" stopColor="#e3b560" stopOpacity="0" />
          </linearGradient>
        </defs>
        <path d="M0 560h700v340H0z" fill="#000" opacity=".2" />
        <path d="M330 560h150l190 340H150z" fill="url(#floor-light)" />
        <path d="M330 130h150v430H330z" fill="url(#door-light)" />
        <path d="M314 114h182v446h-16V130H330v430h-16z" fill="#08211b" />
        <path d="M330 130l-100 46v436l100-52z" fill="#1b5a48" />
        <path d="M330 130l-100 46v436l100-52z" fill="#000" opacity=".12" />
        <path d="M314 157l-66 30v150l66-26zM314 346l-66 24v176l66-30z" fill="#0d3b2f" />
        <circle cx="244" cy="356" r="6" fill="#e3b560" />
      </svg>
      <ul className="absolute inset-x-0 bottom-[5%] mx-auto w-80 space-y-1.5 xl:w-96">
        {TICKETS.map((ticket) => (
          <li
            key={ticket.time}
            className="times flex items-center gap-3 rounded-xl border border-white/10 bg-[#0a251e]/80 px-4 py-2.5 text-sm backdrop-blur-md"
          >
            <span className="text-on-stage-soft">{ticket.time}</span>
            <span className="min-w-0 flex-1 truncate font-medium">{ticket.title}</span>
            {ticket.platform ? <PlatformIcon platform={ticket.platform} /> : null}
            <span
              className={`grid size-5 place-items-center rounded-full ${ticket.joins ? 'bg-brass text-stage-2' : 'bg-white/10'}`}
            >
              {ticket.joins ? <Check className="size-3" strokeWidth={3} /> : null}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
