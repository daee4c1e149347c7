CREATE TABLE "gi_links" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"from_gi" text NOT NULL,
	"to_gi" text NOT NULL,
	"reason" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"made_by" text NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text,
	"end_reason" text
);
--> statement-breakpoint
ALTER TABLE "gi_links" ADD CONSTRAINT "gi_links_from_gi_gis_id_fk" FOREIGN KEY ("from_gi") REFERENCES "public"."gis"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gi_links" ADD CONSTRAINT "gi_links_to_gi_gis_id_fk" FOREIGN KEY ("to_gi") REFERENCES "public"."gis"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "gi_links_from" ON "gi_links" USING btree ("from_gi");--> statement-breakpoint
CREATE INDEX "gi_links_to" ON "gi_links" USING btree ("to_gi");