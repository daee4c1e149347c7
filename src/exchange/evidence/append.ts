export { appendEvidence, type Deed, type EvidenceKind, type EvidencePlace } from '../../db/evidence.ts';
