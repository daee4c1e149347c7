CREATE TABLE "record_state" (
	"id" integer PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "list_versions" ADD COLUMN "publication" bigint;--> statement-breakpoint
CREATE UNIQUE INDEX "list_versions_publication" ON "list_versions" USING btree ("publication");--> statement-breakpoint
-- What was published before is put in order: by instant, but never a version of a list before the one it follows.
UPDATE "list_versions" v SET "publication" = o.place FROM (
	SELECT id, row_number() OVER (ORDER BY reached, list_id, number) AS place FROM (
		SELECT id, list_id, number, max(published_at) OVER (PARTITION BY list_id ORDER BY number) AS reached
		FROM "list_versions" WHERE state = 'published') p) o
WHERE o.id = v.id;--> statement-breakpoint
INSERT INTO "record_state" (id, revision, changed_at)
SELECT 1, count(*), max(published_at) FROM "list_versions" WHERE state = 'published' HAVING count(*) > 0;
