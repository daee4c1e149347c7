import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Hono } from 'hono';
import { createApi } from './api/api.ts';
import { draftScreen } from './conflicts/draft-screen.ts';
import { NameRegistry } from './conflicts/name-registry.ts';
import { openEmbedded, openPostgres, type Database } from './db/database.ts';
import { loadExamples } from './disputes/bundled.ts';
import { createDeliverer, openDeliveryMeans, type DeliveryMeans } from './exchange/delivery.ts';
import { makeDueCheckpoint, type CheckpointContext } from './exchange/evidence/checkpoint.ts';
import { noteKeysFound } from './exchange/keys/rotate.ts';
import { openSigner } from './exchange/signing.ts';
import { SyncRunner } from './exchange/sync/runner.ts';
import { recoverImports, silentBefore } from './lists/recover.ts';
import { Screenings } from './lists/review/screenings.ts';
import { loadBundled, type Loaded } from './lists/bundled.ts';
import { clientAddress, type Connection } from './platform/client-address.ts';
import { systemClock, type Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { acquireLock, FolderInUse, type FolderLock } from './platform/lock.ts';
import { every } from './platform/every.ts';
import type { Log } from './platform/log.ts';
import { packagePath } from './platform/paths.ts';
import { createSite, siteDeps } from './site/site.tsx';
import { createOutbound } from './platform/outbound/client.ts';
import { deliverNotices } from './watch/deliver.ts';
import { mailSender } from './watch/mail.ts';
import { rescreenMarks } from './watch/rescreen.ts';
import { Watch } from './watch/watch.ts';
import { openWebhookKey, webhookSender } from './watch/webhook.ts';

/** A gateway that is open: pages and API as one fetch function, over its database. */
export interface Gateway {
  /** `connection` is what the server knows of the caller; a request without one comes from this process. */
  fetch(request: Request, connection?: object): Response | Promise<Response>;
  database: Database['kind'];
  staffToken: string;
  /** Bundled lists loaded by this start; empty on later ones. */
  loaded: Loaded[];
  /** The data folder's lock, where this process owns one. */
  lock: FolderLock | undefined;
  /** Builds the name engine ahead of the first question. */
  warm(): Promise<void>;
  /**
   * Starts what goes on beside requests: delivering the outbox, looking at sources of lists that are
   * due, telling subscribers of the watch, and signing for the evidence log.
   * @returns stops it, letting what is under way come to its end
   */
  work(): { stop(): Promise<void> };
  close(): Promise<void>;
}

type WorkContext = CheckpointContext & {
  log: Log;
  dropDir: string;
  delays?: readonly number[];
  leaseMs: number;
};

/** How often it is looked whether a checkpoint of the evidence log is due. */
const CHECKPOINT_LOOK_MS = 60_000;
/** How often subscribers of the watch are told what is new. */
const NOTICES_MS = 60_000;
/** How often it is looked whether names were published that marks held have still to be compared with. */
const RESCREEN_MS = 60_000;

function startWork(ctx: WorkContext, delivery: DeliveryMeans): { stop(): Promise<void> } {
  const deliverer = createDeliverer(delivery, ctx);
  deliverer.start();
  const runner = new SyncRunner({ ...ctx, ...delivery, actor: 'sync', random: Math.random });
  runner.start();
  const look = async (): Promise<void> => {
    try {
      await makeDueCheckpoint(ctx);
    } catch (error) {
      ctx.log.error({ err: error }, 'the evidence log could not be signed for');
    }
  };
  let looking = look();
  const timer = setInterval(() => (looking = look()), CHECKPOINT_LOOK_MS);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all([deliverer.stop(), runner.stop(), looking]);
    },
  };
}

async function openDatabase(config: Config): Promise<{ database: Database; lock: FolderLock | undefined }> {
  const migrations = packagePath('src/db/migrations');
  if (config.databaseUrl)
    return { database: await openPostgres(config.databaseUrl, migrations), lock: undefined };
  const taken = await acquireLock(config.dataDir);
  if ('heldBy' in taken) throw new FolderInUse(config.dataDir, taken.heldBy);
  try {
    return { database: await openEmbedded(join(config.dataDir, 'db'), migrations), lock: taken.lock };
  } catch (error) {
    taken.lock.release();
    throw error;
  }
}

/**
 * Opens everything in order: database (created and migrated), what a crash left half built, the bundled lists, then
 * API and pages over them.
 * @throws FolderInUse when another process owns the embedded database
 */
export async function openGateway(config: Config, log: Log, clock: Clock = systemClock): Promise<Gateway> {
  const { database, lock } = await openDatabase(config);
  const { db } = database;
  const names = new NameRegistry(db, {
    folder: config.dataDir,
    onError: (error) => log.error({ err: error }, 'the name index could not be kept'),
  });
  let screenings: Screenings | undefined;
  const close = async (): Promise<void> => {
    await screenings?.close();
    await names.close();
    await database.close();
    lock?.release();
  };
  try {
    const now = clock();
    // On a shared database another process may be importing.
    const unfinishedBefore = database.kind === 'embedded' ? now : silentBefore(now);
    const ctx = { db, clock, actor: 'system' };
    const interrupted = await recoverImports(ctx, unfinishedBefore);
    if (interrupted > 0)
      log.warn({ interrupted }, 'imports that a stop interrupted were closed; their files are kept');
    const loaded = await loadBundled(ctx, packagePath('fixtures'));
    await loadExamples(ctx, packagePath('fixtures/disputes/examples.json'));
    const markWatch = new Watch(db);
    screenings = new Screenings({ db, clock }, draftScreen(db, names), (error) =>
      log.error({ err: error }, 'a draft could not be screened'),
    );
    const webhookKey = openWebhookKey(config.dataDir);
    const publicUrl = config.publicUrl ?? `http://localhost:${config.port}`;
    const notices = {
      webhookKey,
      publicUrl,
      senders: {
        email: mailSender({
          smtpUrl: config.smtpUrl,
          from: config.mailFrom,
          folder: join(config.dataDir, 'mail'),
        }),
        webhook: webhookSender(createOutbound({ allow: config.outboundAllow }), webhookKey),
      },
    };
    const staffToken = randomBytes(32).toString('base64url');
    const signer = openSigner(config.dataDir, clock);
    await noteKeysFound({ ...ctx, signer });
    const delivery = openDeliveryMeans(config.dataDir, { allow: config.outboundAllow });
    const api = createApi({
      database,
      clock,
      log,
      names,
      screenings,
      markWatch,
      notices,
      staffToken,
      signer,
      delivery,
      dropDir: config.dropDir,
      leaseMs: config.leaseSeconds * 1000,
      officeCode: config.officeCode,
      contactEmail: config.contactEmail,
      maxBodyBytes: config.maxFileBytes,
      rateLimit: config.rateLimit,
      partnerRateLimit: config.partnerRateLimit,
    });
    const site = createSite(
      siteDeps({
        db,
        names,
        screenings,
        clock,
        markWatch,
        notices,
        maxFileBytes: config.maxFileBytes,
        exchange: {
          signer,
          officeCode: config.officeCode,
          outbound: delivery.outbound,
          vault: delivery.vault,
          tokens: delivery.tokens,
          webhookKey: delivery.webhookKey.publicKey,
          dropDir: config.dropDir,
        },
        onError: (error, path) => log.error({ err: error, path }, 'page failed'),
      }),
    );
    const app = new Hono();
    app.all('*', (c) => {
      const machine =
        /^\/(api\/|oauth\/|\.well-known\/oauth-authorization-server$|oai$|openapi\.json$|docs$|healthz$|readyz$)/.test(
          c.req.path,
        );
      return (machine ? api : site).fetch(c.req.raw, c.env as object);
    });
    return {
      fetch: (request, connection: Connection = {}) => {
        if (!config.trustedProxies) return app.fetch(request, connection);
        const peer = connection.incoming?.socket?.remoteAddress;
        const forwarded = request.headers.get('x-forwarded-for') ?? undefined;
        const client = clientAddress(peer, forwarded, config.trustedProxies);
        return app.fetch(request, { ...connection, ...(client !== undefined && { client }) });
      },
      database: database.kind,
      staffToken,
      loaded,
      lock,
      work: () => {
        const { officeCode, dropDir, retrySeconds } = config;
        const leaseMs = config.leaseSeconds * 1000;
        const delays = retrySeconds?.map((seconds) => seconds * 1000);
        const work = startWork(
          { db, clock, log, signer, officeCode, dropDir, leaseMs, ...(delays && { delays }) },
          delivery,
        );
        const telling = every(
          NOTICES_MS,
          () => deliverNotices(ctx, notices.senders, { origin: publicUrl, office: officeCode }),
          (error) => log.error({ err: error }, 'subscribers of the watch could not be told'),
        );
        const comparing = every(
          RESCREEN_MS,
          () => rescreenMarks(ctx, markWatch),
          (error) => log.error({ err: error }, 'marks could not be compared with new names'),
        );
        return {
          stop: async () => void (await Promise.all([work.stop(), telling.stop(), comparing.stop()])),
        };
      },
      warm: async () => void (await names.engine()),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
