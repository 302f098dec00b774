import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** While working on the window, the API is that of a running `npm start` or `npm run demo`. */
const api = process.env.API ?? 'http://localhost:3000';
const headers = process.env.API_KEY ? { authorization: `Bearer ${process.env.API_KEY}` } : {};
const proxied = ['/api', '/trpc', '/docs', '/openapi.json', '/answer'];

export default defineConfig({
  root: 'web',
  plugins: [react()],
  server: { proxy: Object.fromEntries(proxied.map((path) => [path, { target: api, headers }])) },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The policy of web/public/_headers allows neither inline scripts nor data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
    reportCompressedSize: false,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
