import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** What `vite build` leaves: the same files that Workers serve, with the headers of its _headers. */
export const WINDOW = fileURLToPath(new URL('../web/dist', import.meta.url));

/** Where the API answers, whatever it answers; wrangler.toml has the same list. */
const doors = /^\/(api|trpc|answer)(\/|$)|^\/(docs|healthz|readyz|openapi\.json)$/;

type File = { body: Buffer<ArrayBuffer>; headers: Record<string, string>; packed: Packed };
type Packed = Map<string, Promise<Buffer<ArrayBuffer>>>;

/** The window over HTTP: a file, or its page for every address that is the API's neither. All of it is in memory. */
export function openWindow(folder: string): (request: Request) => Promise<Response> | undefined {
  const files = readAll(folder);
  return (request) => {
    const pathname = pathOf(request.url);
    if (doors.test(pathname) || !/^(GET|HEAD)$/.test(request.method)) return undefined;
    const file = files.get(pathname) ?? (isPage(request, pathname) ? files.get('/') : undefined);
    return file && answer(request, file);
  };
}

/** Cut out of what has been read as an address already: each call passes here. */
const pathOf = (url: string): string => /^\w+:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? '';

/** People navigate; what a page loads by itself must exist. */
const isPage = (request: Request, pathname: string): boolean =>
  extname(pathname) === '' && (request.headers.get('accept') ?? '').includes('text/html');

async function answer(request: Request, { body, headers, packed }: File): Promise<Response> {
  if (request.headers.get('if-none-match') === headers.ETag)
    return new Response(null, { status: 304, headers });
  const encoding = encodingFor(request, headers);
  if (!encoding) return new Response(body, { headers });
  const kept = packed.get(encoding) ?? pack[encoding](body);
  packed.set(encoding, kept);
  return new Response(await kept, { headers: { ...headers, 'Content-Encoding': encoding } });
}

const pack = {
  br: (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (body: Buffer) => promisify(gzip)(body),
};

function encodingFor(request: Request, headers: Record<string, string>): keyof typeof pack | undefined {
  if (headers.Vary === undefined) return undefined;
  const accepted = (request.headers.get('accept-encoding') ?? '').split(',').map((name) => name.trim());
  return accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : undefined;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

function readAll(folder: string): Map<string, File> {
  const files = new Map<string, File>();
  if (!existsSync(join(folder, '_headers'))) return files;
  const rules = rulesIn(readFileSync(join(folder, '_headers'), 'utf8'));
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const at = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, at).split(sep).join('/')}`.replace(/^\/index\.html$/, '/');
    const body = readFileSync(at);
    const headers = {
      ...headersFor(path, rules),
      'Content-Type': type,
      ETag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      ...(extname(entry.name) === '.woff2' ? {} : { Vary: 'Accept-Encoding' }),
    };
    files.set(path, { body, headers, packed: new Map() });
  }
  return files;
}

type Rule = { path: string; headers: [name: string, value: string][] };

/** Cloudflare's format: a path, then its headers indented. The last word on a header counts. */
function rulesIn(text: string): Rule[] {
  const rules: Rule[] = [];
  for (const line of text.split('\n')) {
    const [, name, value] = /^\s+([\w-]+): (.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) rules.at(-1)?.headers.push([name, value]);
    else if (line.startsWith('/')) rules.push({ path: line.trim(), headers: [] });
  }
  return rules;
}

const headersFor = (path: string, rules: Rule[]): Record<string, string> =>
  Object.fromEntries(
    rules.flatMap((rule) => (path.startsWith(rule.path.replace('*', '')) ? rule.headers : [])),
  );
