/** The one Admin API version that the app speaks; shopify.app.toml and the generated types are held to it by a check. */
export const API_VERSION = '2026-10';
