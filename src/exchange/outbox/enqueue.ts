export { enqueue, topics, type Announcement, type Topic } from '../../db/outbox.ts';
