import type { GiList } from '../../../gi/agreement.ts';
import type { CorrectionView } from '../../../lists/corrections/view.ts';
import type { Comment } from '../../../lists/review/care.ts';
import type { ChangeFilter, ReviewCounts, ReviewedChange } from '../../../lists/review/changes.ts';
import type { DraftReview } from '../../../lists/review/overview.ts';

/** What the page of a draft under review shows. */
export interface DraftView {
  review: DraftReview;
  list: GiList;
  filter: ChangeFilter;
  /** How many changes the filter means. */
  matching: ReviewCounts;
  fields: { field: string; count: number }[];
  changes: ReviewedChange[];
  after: string;
  next?: string;
  comments: Comment[];
  /** Corrections the draft met. */
  corrections: CorrectionView[];
  /** Publishing needs a second person's word. */
  approvalNeeded: boolean;
}
