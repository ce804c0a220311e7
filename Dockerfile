# One image for the web and the worker process: `npm start` runs both; `npm run start:web` and `npm run start:worker` scale apart.
# Before a new version serves, run its migrations once: docker run --rm -e DATABASE_OWNER_URL=... <image> npm run migrate

FROM node:24-slim AS build
WORKDIR /app
# Dependencies first: they change less often than the code, and the layer is kept.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
RUN node_modules/.bin/prisma generate \
 && npm run build \
 && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
 # The session storage's client is generated into node_modules, and has to have outlived the pruning.
 && test -d node_modules/.prisma/client

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
# Root owns the code and the process cannot change it.
COPY --from=build /app/package.json /app/prisma.config.ts ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/build ./build
COPY --from=build /app/app ./app
COPY --from=build /app/prisma ./prisma
COPY --from=build /app/tests/cli/prepare.mjs ./tests/cli/prepare.mjs
USER node
EXPOSE 3000
# Silent: standard output is the log's, JSON line by line, without a heading of npm's.
CMD ["npm", "--silent", "start"]
