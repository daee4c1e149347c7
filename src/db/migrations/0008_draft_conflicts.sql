CREATE TABLE "draft_conflicts" (
	"id" text PRIMARY KEY NOT NULL,
	"version_id" text NOT NULL,
	"key" text NOT NULL,
	"gi_id" text NOT NULL,
	"held_list" text NOT NULL,
	"held_key" text NOT NULL,
	"name" text NOT NULL,
	"held_name" text NOT NULL,
	"kind" text NOT NULL,
	"score" real NOT NULL,
	"pairs" jsonb NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"ruling" text,
	"reason" text,
	"decided_at" timestamp with time zone,
	"decided_by" text
);
--> statement-breakpoint
CREATE TABLE "draft_screenings" (
	"version_id" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"revision" bigint NOT NULL,
	"engine" text NOT NULL,
	"names" integer NOT NULL,
	"screened" integer NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "draft_conflicts" ADD CONSTRAINT "draft_conflicts_version_id_list_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."list_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft_screenings" ADD CONSTRAINT "draft_screenings_version_id_list_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."list_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "draft_conflicts_pair" ON "draft_conflicts" USING btree ("version_id","key","gi_id");--> statement-breakpoint
CREATE INDEX "draft_conflicts_version" ON "draft_conflicts" USING btree ("version_id","ruling");