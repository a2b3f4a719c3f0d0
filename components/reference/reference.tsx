import { Braces } from 'lucide-react';
import { Logo } from '@/components/brand/logo';
import { openApiDocument } from '@/lib/contract/openapi/document';
import { OPERATIONS } from '@/lib/contract/operations';
import { GROUPS, type Operation } from '@/lib/contract/operations/operation';
import { CodeBlock } from './code-block';
import { anchorOf, Contents, type Group } from './contents';
import { FieldList } from './field-list';
import { fieldsOf, type Schema } from './fields';
import { type Described, OperationSection } from './operation-section';
import { Prose } from './prose';

const setup = (origin: string) => `API=${origin}/api/v1
KEY=ush_…

curl "$API/calendar" \\
  -H "Authorization: Token $KEY"`;

/**
 * The reference of the REST API, rendered from its OpenAPI document alone.
 * @param origin where the API is served, for the examples
 */
export function Reference({ origin }: { origin: string }) {
  const { info, paths = {}, components } = openApiDocument();
  const described = ({ path, method }: Operation) =>
    (paths[path] as unknown as Record<string, Described>)[method.toLowerCase()] as Described;
  const groups: Group[] = Object.entries(GROUPS).map(([name, description]) => ({
    name,
    description,
    operations: OPERATIONS.filter((operation) => operation.group === name),
  }));
  const objects = Object.entries((components?.schemas ?? {}) as Record<string, Schema>);
  const names = objects.map(([name]) => name);
  return (
    <div className="mx-auto max-w-[96rem] lg:grid lg:grid-cols-[17rem_minmax(0,1fr)]">
      <aside className="hidden border-line border-r lg:block">
        <div className="sticky top-0 h-dvh overflow-y-auto px-5 py-6">
          <a href="/meetings" className="mb-6 inline-block">
            <Logo />
          </a>
          <Contents groups={groups} objects={names} />
        </div>
      </aside>
      <main className="min-w-0 px-4 pb-24 sm:px-8 lg:px-12">
        <header className="stage -mx-4 px-6 py-9 sm:mx-0 sm:mt-6 sm:rounded-2xl sm:px-10 sm:py-12">
          <p className="text-on-stage-soft">Usher · version {info.version}</p>
          <h1 className="mt-1 font-semibold text-[2rem] tracking-[-0.035em] sm:text-[2.5rem]">
            API reference
          </h1>
          <p className="mt-2 max-w-prose text-on-stage-soft text-base">
            Everything the dashboard does, over REST: connect a calendar, see which meetings get a bot and
            why, schedule a bot, remove it.
          </p>
          <a
            href="/api/v1/openapi.json"
            className="mt-5 inline-flex items-center gap-2 rounded-lg bg-white/10 px-3 py-2 font-medium text-on-stage hover:bg-white/18"
          >
            <Braces className="size-4" aria-hidden="true" />
            OpenAPI 3.1 document
          </a>
        </header>
        <details className="mt-4 rounded-xl border border-line bg-surface px-4 py-3 lg:hidden">
          <summary className="font-semibold">Contents</summary>
          <div className="pt-4">
            <Contents groups={groups} objects={names} />
          </div>
        </details>
        <section className="grid gap-x-10 gap-y-6 py-10 xl:grid-cols-[minmax(0,1fr)_minmax(0,29rem)]">
          <Prose
            text={info.description ?? ''}
            className="max-w-prose space-y-3.5 text-[0.9375rem] text-ink-soft"
          />
          <div className="min-w-0 xl:sticky xl:top-6 xl:self-start">
            <CodeBlock title="Set up the examples" code={setup(origin)} copies />
          </div>
        </section>
        {groups.map(({ name, description, operations }) => (
          <section key={name} id={anchorOf(name)} className="scroll-mt-6 pt-6">
            <h2 className="font-semibold text-[1.5rem] tracking-[-0.03em]">{name}</h2>
            <p className="mt-1 mb-6 text-[0.9375rem] text-ink-soft">{description}</p>
            {operations.map((operation) => (
              <OperationSection key={operation.id} operation={operation} described={described(operation)} />
            ))}
          </section>
        ))}
        <section id="objects" className="scroll-mt-6 pt-6">
          <h2 className="font-semibold text-[1.5rem] tracking-[-0.03em]">Objects</h2>
          <p className="mt-1 mb-6 text-[0.9375rem] text-ink-soft">
            Objects shared by requests and responses.
          </p>
          {objects.map(([name, schema]) => (
            <section
              key={name}
              id={name}
              className="max-w-3xl scroll-mt-16 space-y-3 border-line border-t py-8"
            >
              <h3 className="font-medium font-mono text-[1.0625rem]">{name}</h3>
              {schema.description ? <Prose text={schema.description} className="text-ink-soft" /> : null}
              {schema.enum ? <Values values={schema.enum} /> : null}
              <FieldList title="Fields" fields={fieldsOf(schema)} />
            </section>
          ))}
        </section>
      </main>
    </div>
  );
}

/** The most values that are shown at once: more fill the page. */
const MOST_VALUES = 40;

/** The values of an enumeration; many of them on demand. */
function Values({ values }: { values: unknown[] }) {
  const text = values.map((value) => `\`${value}\``).join(' ');
  if (values.length <= MOST_VALUES) return <Prose text={text} />;
  return (
    <details>
      <summary className="text-ink-soft hover:text-ink">{values.length} values</summary>
      <Prose text={text} className="mt-2" />
    </details>
  );
}
