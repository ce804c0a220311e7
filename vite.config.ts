import { vitePlugin as remix } from '@remix-run/dev';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [
    remix({
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        // Off on purpose, each for a failure that was seen: with single fetch an action's 401 loses Shopify's retry header,
        // and lazy discovery reads sessionStorage, which a frame in another site's page may not.
        v3_singleFetch: false,
        v3_lazyRouteDiscovery: false,
        v3_routeConfig: false,
      },
      ignoredRouteFiles: ['**/*.test.*', '**/.*'],
    }),
  ],
  build: { target: 'es2022', assetsInlineLimit: 0, cssMinify: 'esbuild' },
  optimizeDeps: { include: ['@shopify/app-bridge-react', '@shopify/polaris'] },
  // Node does not import JSON without saying so: the server's bundle takes these in, as the browser's does.
  ssr: { noExternal: [/^@shopify\/polaris\/locales\//] },
  server: { host: '127.0.0.1', fs: { allow: ['app', 'node_modules'] } },
});
