# Usher as an image: the built app with its production dependencies, run by a user that can write to /data only.
#   docker build -t usher .
# How to run it: docs/production.md.
ARG BASE=node:24-bookworm-slim

FROM ${BASE} AS build
WORKDIR /usher
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY . .
RUN npm run -s build && rm -rf .next/cache && npm prune --omit=dev

FROM ${BASE}
# `npm run backup` and `npm run restore` call pg_dump and pg_restore. They must be as new as the server.
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql-client \
 && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data \
    NEXT_TELEMETRY_DISABLED=1 npm_config_cache=/tmp/npm npm_config_update_notifier=false
WORKDIR /usher
COPY --from=build /usher ./
RUN install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
EXPOSE 3000
# It says whether the process lives. Whether it can do its work, /api/ready says: that is for load balancers.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "scripts/start.mjs"]
