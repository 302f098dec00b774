import { type Operation, ownParameters, type Parameter } from '../openapi/operation.ts';

/** A line to paste into a shell where STOCKFLOW_URL and STOCKFLOW_KEY are set. */
export function curlOf(method: string, path: string, operation: Operation): string {
  const example = operation.requestBody?.content['application/json'].example;
  const hasBody = example !== undefined && Object.keys(example).length > 0;
  const verb = method === 'get' ? '' : `-X ${method.toUpperCase()} `;
  return [
    `curl ${verb}"$STOCKFLOW_URL${addressOf(path, operation)}"`,
    '-H "Authorization: Bearer $STOCKFLOW_KEY"',
    ...(operation['x-procedure'] === 'mutation' ? ['-H "Idempotency-Key: $(uuidgen)"'] : []),
    ...(hasBody
      ? ['-H "Content-Type: application/json"', `-d ${quoted(JSON.stringify(example, null, 2))}`]
      : []),
  ].join(' \\\n  ');
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`).replaceAll('\n', '\n  ')}'`;

/** The path with its example ids, and the query that a first call would have. */
export function addressOf(path: string, operation: Operation): string {
  const parameters = ownParameters(operation);
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    String(parameters.find((parameter) => parameter.name === name)?.example),
  );
  const query = new URLSearchParams(
    firstQuery(parameters).map(({ name, example }) => [name, String(example)]),
  ).toString();
  return query ? `${filled}?${query}` : filled;
}

/** What must be there, the size of the page, and one filter. */
function firstQuery(parameters: Parameter[]): Parameter[] {
  const given = parameters.filter((parameter) => parameter.in === 'query' && parameter.example !== undefined);
  const filter = given.find(({ name, required }) => !required && name !== 'limit');
  return given.filter(
    (parameter) => parameter.required || parameter.name === 'limit' || parameter === filter,
  );
}
