import { Video } from 'lucide-react';
import { type MeetingPlatform, PLATFORM_NAMES } from '@/lib/contract/link-words';

const STROKE = { fill: 'none', stroke: '#fff', strokeWidth: 1.5, strokeLinecap: 'round' } as const;

/** Our own glyphs, in each platform's hue: they differ in shape as well as in color. */
const GLYPHS: Record<MeetingPlatform, { color: string; glyph: React.ReactNode }> = {
  GMeet: {
    color: '#1a7f4b',
    glyph: (
      <path d="M4 5.5h5a.8.8 0 0 1 .8.8v3.4a.8.8 0 0 1-.8.8H4zm6.6 1.9L12.4 6v4l-1.8-1.4z" fill="#fff" />
    ),
  },
  Zoom: {
    color: '#2563d9',
    glyph: <path d="M5 5h6l-6 6h6" strokeLinejoin="round" {...STROKE} />,
  },
  Teams: {
    color: '#5a55b8',
    glyph: <path d="M4.75 5h6.5M8 5v6.25" {...STROKE} />,
  },
  Webex: {
    color: '#0b7a8a',
    glyph: (
      <>
        <circle cx="6.3" cy="8" r="2.5" {...STROKE} />
        <circle cx="9.7" cy="8" r="2.5" {...STROKE} />
      </>
    ),
  },
  GoToMeeting: {
    color: '#c2570c',
    glyph: <path d="M8 4v8M4.54 6l6.92 4M11.46 6l-6.92 4" {...STROKE} />,
  },
  BlueJeans: {
    color: '#0c6fb8',
    glyph: <path d="M6 4.25v7.5M6 8h2.25a1.88 1.88 0 0 1 0 3.75H6" {...STROKE} strokeLinejoin="round" />,
  },
  Whereby: {
    color: '#b3386f',
    glyph: <path d="m4 5.5 1.7 5.25L8 6.5l2.3 4.25L12 5.5" {...STROKE} strokeLinejoin="round" />,
  },
};

export function PlatformIcon({ platform }: { platform: MeetingPlatform }) {
  const { color, glyph } = GLYPHS[platform];
  return (
    <svg viewBox="0 0 16 16" className="size-4 shrink-0" aria-hidden="true">
      <rect width="16" height="16" rx="4.5" fill={color} />
      {glyph}
    </svg>
  );
}

/** Icon and name of a platform, or that a meeting has no link. */
export function PlatformLabel({ platform }: { platform: MeetingPlatform | null }) {
  if (!platform) return <span className="text-ink-faint">No meeting link</span>;
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <PlatformIcon platform={platform} />
      {PLATFORM_NAMES[platform]}
    </span>
  );
}

/** Icon and name of a bot's platform, which this page may not know. */
export function BotPlatform({ platform }: { platform: string | null }) {
  if (platform && platform in PLATFORM_NAMES) {
    return <PlatformLabel platform={platform as MeetingPlatform} />;
  }
  return (
    <span className="inline-flex items-center gap-1.5 text-ink-faint">
      <Video className="size-4" aria-hidden="true" />
      {platform ?? 'Meeting'}
    </span>
  );
}
