import type { Context } from 'hono';
import { stream } from 'hono/streaming';
import { verifyEvidence, type EvidenceVerdict } from '../../../../client/evidence.ts';
import { exportEvidence } from '../../../../exchange/evidence/export.ts';
import { evidenceState } from '../../../../exchange/evidence/state.ts';
import type { Console, ConsoleEnv, ConsoleParts } from '../../app.ts';
import { readForm } from '../../desk.ts';
import { EvidencePage } from '../../pages/exchange/evidence.tsx';

const CHECKPOINTS = 20;

async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of pieces) yield* piece.trimEnd().split('\n');
}

/** The evidence log: where it stands, whether its chain holds, and the log itself as a file. */
export function addEvidenceRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db, clock, exchange } = deps;
  const { signer, officeCode } = exchange;
  const log = { db, clock, signer, officeCode };

  const evidencePage = async (c: Context<ConsoleEnv>, verdict?: EvidenceVerdict) => {
    const desk = c.get('desk');
    const state = await evidenceState(db, CHECKPOINTS);
    const page = <EvidencePage {...{ desk, state }} {...(verdict && { verdict })} />;
    return render(c, desk.v, desk.v.t('exchange:nav.evidence'), page);
  };

  app.get('/evidence', (c) => evidencePage(c));

  app.post('/evidence', async (c) => {
    await readForm(c);
    // Checked as a partner would: the very lines of an export, with the public keys only.
    const verdict = await verifyEvidence(linesOf(exportEvidence(log)), { keys: signer.publicKeys() });
    return evidencePage(c, verdict);
  });

  app.get('/evidence/export', (c) => {
    c.header('Content-Type', 'application/x-ndjson; charset=utf-8');
    c.header('Content-Disposition', 'attachment; filename="evidence.ndjson"');
    return stream(c, async (out) => {
      for await (const lines of exportEvidence(log)) {
        if (out.aborted) return;
        await out.write(lines);
      }
    });
  });
}
