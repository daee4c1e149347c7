CREATE TABLE "sync_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"source_id" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"started_by" text NOT NULL,
	"ended_at" timestamp with time zone NOT NULL,
	"outcome" text NOT NULL,
	"detail" text NOT NULL,
	"file" text,
	"import_id" text,
	"draft_id" text
);
--> statement-breakpoint
CREATE TABLE "sync_sources" (
	"id" text PRIMARY KEY NOT NULL,
	"list_id" text NOT NULL,
	"partner" text,
	"kind" text NOT NULL,
	"location" text NOT NULL,
	"format" text,
	"mode" text NOT NULL,
	"every_seconds" integer NOT NULL,
	"enabled" boolean NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	"added_by" text NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"lease_until" timestamp with time zone,
	"lease_by" text,
	"etag" text,
	"last_modified" text,
	"failures" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "delivery_targets" ADD COLUMN "format" text DEFAULT 'json' NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "tried_before" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_source_id_sync_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sync_sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_sources" ADD CONSTRAINT "sync_sources_list_id_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sync_runs_source" ON "sync_runs" USING btree ("source_id","started_at");--> statement-breakpoint
CREATE INDEX "sync_sources_due" ON "sync_sources" USING btree ("enabled","next_at");