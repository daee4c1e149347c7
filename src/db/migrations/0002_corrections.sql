CREATE TABLE "corrections" (
	"id" text PRIMARY KEY NOT NULL,
	"list_id" text NOT NULL,
	"key" text NOT NULL,
	"field" text NOT NULL,
	"partner_value" jsonb,
	"value" jsonb,
	"reason" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text,
	"end" text,
	"end_reason" text
);
--> statement-breakpoint
CREATE TABLE "version_corrections" (
	"version_id" text NOT NULL,
	"correction_id" text NOT NULL,
	"outcome" text NOT NULL,
	"seen" jsonb,
	"ruling" text,
	"ruling_reason" text,
	"ruled_at" timestamp with time zone,
	"ruled_by" text,
	CONSTRAINT "version_corrections_version_id_correction_id_pk" PRIMARY KEY("version_id","correction_id")
);
--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_list_id_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_corrections" ADD CONSTRAINT "version_corrections_version_id_list_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."list_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_corrections" ADD CONSTRAINT "version_corrections_correction_id_corrections_id_fk" FOREIGN KEY ("correction_id") REFERENCES "public"."corrections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "corrections_open" ON "corrections" USING btree ("list_id","key","field") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "corrections_list" ON "corrections" USING btree ("list_id","key");--> statement-breakpoint
CREATE INDEX "version_corrections_correction" ON "version_corrections" USING btree ("correction_id");