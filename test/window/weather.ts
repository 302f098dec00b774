import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Page } from 'playwright-core';
import { OWNER, type WindowRoom } from './room.ts';

/** Held back; refused in passing; broken; nobody there. */
export type Weather = 'clear' | 'slow' | 'busy' | 'broken' | 'down';

export type Between = {
  address: string;
  /** What a tab meets, which names itself in the header `x-tab`. What was held back meets it, too. */
  turn: (tab: string, weather: Weather) => void;
  close: () => Promise<void>;
};

/** What stands between a browser and the server, as a proxy or a bad line does. Who is signed in is always told, until all is down. */
export async function standBetween(target: string): Promise<Between> {
  const weathers = new Map<string, Weather>();
  const held = new Set<() => void>();
  const meet = (asked: IncomingMessage, answer: ServerResponse) => {
    const weather = weathers.get(String(asked.headers['x-tab'])) ?? 'clear';
    if (weather === 'down') return void asked.socket.destroy();
    const isMatter = /^\/trpc\/(?!session\.current)/.test(asked.url ?? '');
    if (weather === 'clear' || !isMatter) return pass(target, asked, answer);
    if (weather === 'slow') return void held.add(() => meet(asked, answer));
    const isBusy = weather === 'busy';
    answer.writeHead(isBusy ? 503 : 500, {
      'content-type': 'text/html',
      ...(isBusy && { 'retry-after': '1' }),
    });
    answer.end('<h1>Not now</h1>');
  };
  const server = createServer(meet);
  await new Promise<void>((listening) => server.listen(0, listening));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the proxy has no port');
  return {
    address: `http://localhost:${bound.port}`,
    turn(tab, weather) {
      weathers.set(tab, weather);
      const waiting = [...held];
      held.clear();
      for (const goOn of waiting) goOn();
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function pass(target: string, asked: IncomingMessage, answer: ServerResponse): void {
  const headers = { ...asked.headers, host: new URL(target).host };
  const further = request(target + asked.url, { method: asked.method, headers }, (answered) => {
    answer.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(answer);
  });
  further.on('error', () => answer.destroy());
  asked.pipe(further);
}

export type Tab = { page: Page; turn: (weather: Weather) => void };

export const mainOf = (page: Page) => page.getByRole('main');
export const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** What the browser itself writes of each answer that is refused or does not come. */
const REFUSED = /^Failed to load resource/;

/** A tab that meets weather of its own, and stands on a page that asks for nothing. */
export async function openTab({ visit }: WindowRoom, between: Between, name: string): Promise<Tab> {
  const path = '/catalogue/export';
  const page = await visit(OWNER, { path, maySay: REFUSED });
  await page.setExtraHTTPHeaders({ 'x-tab': name });
  await page.goto(between.address + path);
  await heading(page).waitFor();
  return { page, turn: (weather) => between.turn(name, weather) };
}
