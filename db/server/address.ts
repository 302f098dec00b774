/** One protocol for all: over a WebSocket no call would end with its request. */
export function overHttp(url: string): string {
  const { searchParams } = new URL(url);
  const secure = searchParams.get('tls') === '0' ? 'http' : 'https';
  return url
    .replace(/^ws/, 'http')
    .replace(/^libsql:/, `${secure}:`)
    .replace(/[?#].*$/, '');
}
