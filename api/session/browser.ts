import { deviceOf } from './device.ts';

/**
 * What is known of where a request comes from. Each is found out when somebody asks: a machine with a key needs none of it.
 * A class: V8 keeps the getters of an object literal, and all that they see, until it next looks through its whole heap.
 */
export class Browser {
  /** The address it comes from, for limits. */
  readonly client: string;
  readonly #request: Request;
  readonly #publicUrl: string | undefined;

  constructor(request: Request, client: string, publicUrl: string | undefined) {
    this.client = client;
    this.#request = request;
    this.#publicUrl = publicUrl;
  }

  /** In a few words, for the list of devices. */
  get device(): string {
    return deviceOf(this.#request.headers.get('user-agent') ?? '');
  }

  /** It says, in a way that no page of another site can, that it comes from a page of ours. */
  get isSameOrigin(): boolean {
    return isSameOrigin(this.#request.headers, new URL(this.#request.url), this.#known);
  }

  /** People reach this deployment by https. */
  get isSecure(): boolean {
    return this.#request.url.startsWith('https:') || this.#known?.protocol === 'https:';
  }

  get #known(): URL | null {
    return this.#publicUrl === undefined ? null : new URL(this.#publicUrl);
  }
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
