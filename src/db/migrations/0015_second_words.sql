CREATE TABLE "draft_statements" (
	"version_id" text NOT NULL,
	"key" text NOT NULL,
	"actor" text NOT NULL,
	CONSTRAINT "draft_statements_version_id_key_actor_pk" PRIMARY KEY("version_id","key","actor")
);
--> statement-breakpoint
ALTER TABLE "change_decisions" ADD COLUMN "second" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "draft_statements" ADD CONSTRAINT "draft_statements_version_id_list_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."list_versions"("id") ON DELETE no action ON UPDATE no action;