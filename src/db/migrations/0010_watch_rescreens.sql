CREATE TABLE "watch_rescreens" (
	"id" text PRIMARY KEY NOT NULL,
	"publication" bigint NOT NULL,
	"state" text NOT NULL,
	"names" integer NOT NULL,
	"marks" integer NOT NULL,
	"alerts" integer NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"started_by" text NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "watch_alerts" ADD COLUMN "rescreen_id" text;--> statement-breakpoint
ALTER TABLE "watch_marks" ADD COLUMN "screened_at" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "watch_alerts" ADD CONSTRAINT "watch_alerts_rescreen_id_watch_rescreens_id_fk" FOREIGN KEY ("rescreen_id") REFERENCES "public"."watch_rescreens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "watch_marks_screened" ON "watch_marks" USING btree ("screened_at");