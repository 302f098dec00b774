import { deviceOf } from './device.ts';

/** What is known of where a request comes from. */
export type Browser = {
  /** In a few words, for the list of devices. */
  device: string;
  /** The address it comes from, for limits. */
  client: string;
  /** It says, in a way that no page of another site can, that it comes from a page of ours. */
  isSameOrigin: boolean;
  /** People reach this deployment by https. */
  isSecure: boolean;
};

/** Each is found out when somebody asks: a machine with a key needs none of it. */
export function browserOf({ url, headers }: Request, client: string, publicUrl: string | undefined): Browser {
  const known = () => (publicUrl === undefined ? null : new URL(publicUrl));
  return {
    client,
    get device() {
      return deviceOf(headers.get('user-agent') ?? '');
    },
    get isSameOrigin() {
      return isSameOrigin(headers, new URL(url), known());
    },
    get isSecure() {
      return url.startsWith('https:') || known()?.protocol === 'https:';
    },
  };
}

/** Browsers send Sec-Fetch-Site only to https and to this machine; elsewhere there is the Origin. Without either: no. */
function isSameOrigin(headers: Headers, here: URL, known: URL | null): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = URL.parse(headers.get('origin') ?? '');
  if (origin === null) return false;
  // Behind a proxy the scheme that arrives here need not be the one that the browser sees.
  return origin.origin === known?.origin || origin.host === here.host;
}
