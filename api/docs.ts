import { html } from 'hono/html';
import type { OpenApi } from './openapi.ts';

export const docsPage = (document: OpenApi) =>
  html`<!doctype html><title>StockFlow API</title>${Object.keys(document.paths).join(' ')}`;
