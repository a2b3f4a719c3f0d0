import { ERRORS } from '@/lib/contract/errors';
import { errorsOf, type Operation } from '@/lib/contract/operations/operation';
import { CodeBlock } from './code-block';
import { FieldList } from './field-list';
import { fieldOf, fieldsOf, type Schema } from './fields';
import { Method } from './method';
import { Inline, Prose } from './prose';

/** An operation as the OpenAPI document describes it. */
export type Described = {
  description?: string;
  parameters?: { in: string; name: string; required?: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
};

/** One operation: its text and fields at the left, an example at the right. */
export function OperationSection({ operation, described }: { operation: Operation; described: Described }) {
  const {
    id,
    method,
    path,
    summary,
    description,
    answers,
    example,
    mediaType = 'application/json',
  } = operation;
  const parameters = (place: string) =>
    (described.parameters ?? [])
      .filter((parameter) => parameter.in === place)
      .map(({ name, schema, required = false }) => fieldOf(name, schema, required));
  const [status = '200'] = Object.keys(answers);
  const body = described.requestBody?.content['application/json']?.schema;
  const answer = described.responses[status]?.content?.[mediaType]?.schema;
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="grid scroll-mt-16 gap-x-10 gap-y-5 border-line border-t py-10 xl:grid-cols-[minmax(0,1fr)_minmax(0,29rem)]"
    >
      <div className="min-w-0 space-y-6">
        <div className="space-y-2.5">
          <h3 id={`${id}-title`} className="font-semibold text-[1.1875rem] tracking-[-0.02em]">
            <a href={`#${id}`} className="hover:text-accent-text">
              {summary}
            </a>
          </h3>
          <p className="flex items-baseline gap-2.5">
            <Method method={method} />
            <code className="break-all font-mono text-[0.8125rem]">{path}</code>
          </p>
          {description ? <Prose text={description} className="max-w-prose text-ink-soft" /> : null}
        </div>
        <FieldList title="Path parameters" marks="required" fields={parameters('path')} />
        <FieldList title="Query parameters" marks="required" fields={parameters('query')} />
        <FieldList title="Request body" marks="required" fields={body ? fieldsOf(body) : []} />
        <Checks checks={operation.checks ?? {}} />
        <FieldList title="Response" marks="optional" fields={answer ? fieldsOf(answer) : []} />
        <Statuses operation={operation} />
      </div>
      <div className="min-w-0 space-y-3 xl:sticky xl:top-6 xl:self-start">
        <CodeBlock title="Request" code={curlOf(operation)} copies />
        <CodeBlock
          title={
            <>
              Response <span className="times ml-1 text-[#8fd0b2]">{status}</span>
            </>
          }
          code={typeof example.answer === 'string' ? example.answer : JSON.stringify(example.answer, null, 2)}
        />
      </div>
    </section>
  );
}

/** Returns the example of an operation as a shell command, with `$API` and `$KEY` set before. */
function curlOf({
  method,
  path,
  example,
  isPublic,
  isForPeople,
  isForAdministrators,
  mediaType,
}: Operation): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => example.params?.[name] ?? '');
  const query = example.query ? `?${new URLSearchParams(example.query)}` : '';
  const parts = [
    `curl${mediaType === 'text/event-stream' ? ' -N' : ''}${method === 'GET' ? '' : ` -X ${method}`} "$API${filled}${query}"`,
    ...(isPublic || isForPeople || isForAdministrators ? [] : ['-H "Authorization: Token $KEY"']),
    ...(example.body
      ? [
          `-H 'Content-Type: application/json'`,
          `-d '${JSON.stringify(example.body, null, 2).replaceAll("'", "'\\''")}'`,
        ]
      : []),
  ];
  return parts.join(' \\\n  ');
}

/** The rules of a request that its fields cannot say, each alone. */
function Checks({ checks }: { checks: NonNullable<Operation['checks']> }) {
  const rules = Object.entries(checks);
  if (rules.length === 0) return null;
  return (
    <div>
      <h4 className="mb-1 font-semibold text-[0.8125rem] text-ink-soft">Also checked</h4>
      <ul className="list-disc space-y-1 pl-5 text-ink-soft">
        {rules.map(([path, rule]) => (
          <li key={path} className="max-w-prose">
            <Inline text={`\`${path}\` ${rule}.`} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Statuses({ operation }: { operation: Operation }) {
  const rows = [
    ...Object.entries(operation.answers).map(([status, text]) => ({ status, code: null, text })),
    ...errorsOf(operation).map((code) => ({
      status: String(ERRORS[code].status),
      code,
      text: ERRORS[code].meaning,
    })),
  ];
  return (
    <details className="group">
      <summary className="font-semibold text-[0.8125rem] text-ink-soft hover:text-ink">
        Status codes and errors <span className="times font-normal text-ink-faint">{rows.length}</span>
      </summary>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-[0.8125rem]">
        {rows.map(({ status, code, text }) => (
          <div key={code ?? status} className="contents">
            <dt className={`times ${code ? 'text-ink-faint' : 'font-semibold text-accent-text'}`}>
              {status}
            </dt>
            <dd className="min-w-0 text-ink-soft">
              {code ? <code className="mr-2 font-mono text-[0.78rem] text-ink">{code}</code> : null}
              <Inline text={text} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
