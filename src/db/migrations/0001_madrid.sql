CREATE TABLE "international_registrations" (
	"number" text PRIMARY KEY NOT NULL,
	"gi_id" text NOT NULL,
	"office_of_origin" text,
	"registered_on" date,
	"added_at" timestamp with time zone NOT NULL,
	"added_by" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "madrid_events" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"number" text,
	"office_of_origin" text,
	"data" jsonb NOT NULL,
	"file_id" text NOT NULL,
	"place" jsonb NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"docketed" text,
	"matched_by" text,
	"set_aside_at" timestamp with time zone,
	"set_aside_by" text,
	"set_aside_reason" text
);
--> statement-breakpoint
CREATE TABLE "madrid_files" (
	"file_id" text PRIMARY KEY NOT NULL,
	"format" text NOT NULL,
	"records" integer NOT NULL,
	"events" integer NOT NULL,
	"problems" jsonb NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	"read_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "madrid_refusals" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"gi_id" text NOT NULL,
	"reference" text,
	"sha256" text NOT NULL,
	"xml" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "international_registrations" ADD CONSTRAINT "international_registrations_gi_id_gis_id_fk" FOREIGN KEY ("gi_id") REFERENCES "public"."gis"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "madrid_events" ADD CONSTRAINT "madrid_events_file_id_source_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."source_files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "madrid_events" ADD CONSTRAINT "madrid_events_docketed_international_registrations_number_fk" FOREIGN KEY ("docketed") REFERENCES "public"."international_registrations"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "madrid_files" ADD CONSTRAINT "madrid_files_file_id_source_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."source_files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "madrid_refusals" ADD CONSTRAINT "madrid_refusals_gi_id_gis_id_fk" FOREIGN KEY ("gi_id") REFERENCES "public"."gis"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "international_registrations_gi" ON "international_registrations" USING btree ("gi_id");--> statement-breakpoint
CREATE INDEX "madrid_events_docketed" ON "madrid_events" USING btree ("docketed");--> statement-breakpoint
CREATE INDEX "madrid_events_number" ON "madrid_events" USING btree ("number");--> statement-breakpoint
CREATE INDEX "madrid_refusals_number" ON "madrid_refusals" USING btree ("number","created_at");