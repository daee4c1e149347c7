CREATE TABLE "dispute_steps" (
	"id" text PRIMARY KEY NOT NULL,
	"dispute_id" text NOT NULL,
	"on" date NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"details" jsonb NOT NULL,
	"file_id" text,
	"recorded_at" timestamp with time zone NOT NULL,
	"recorded_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "disputes" (
	"id" text PRIMARY KEY NOT NULL,
	"gi_id" text,
	"gi_name" text NOT NULL,
	"title" text NOT NULL,
	"sign" text NOT NULL,
	"conflict" text NOT NULL,
	"product" text NOT NULL,
	"action" text NOT NULL,
	"jurisdiction" text NOT NULL,
	"facts" jsonb NOT NULL,
	"words" text NOT NULL,
	"open" boolean NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"opened_by" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "dispute_steps" ADD CONSTRAINT "dispute_steps_dispute_id_disputes_id_fk" FOREIGN KEY ("dispute_id") REFERENCES "public"."disputes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_steps" ADD CONSTRAINT "dispute_steps_file_id_source_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."source_files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_gi_id_gis_id_fk" FOREIGN KEY ("gi_id") REFERENCES "public"."gis"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dispute_steps_dispute" ON "dispute_steps" USING btree ("dispute_id","on");--> statement-breakpoint
CREATE INDEX "disputes_gi" ON "disputes" USING btree ("gi_id");--> statement-breakpoint
CREATE INDEX "disputes_jurisdiction" ON "disputes" USING btree ("jurisdiction");