ALTER TABLE "madrid_refusals" ADD COLUMN "form" jsonb;--> statement-breakpoint
ALTER TABLE "madrid_refusals" ADD COLUMN "alert_id" text;--> statement-breakpoint
ALTER TABLE "madrid_refusals" ADD COLUMN "sent_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "madrid_refusals" ADD COLUMN "sent_by" text;--> statement-breakpoint
ALTER TABLE "madrid_refusals" ADD COLUMN "sent_how" text;--> statement-breakpoint
ALTER TABLE "madrid_refusals" ADD COLUMN "sent_on" date;--> statement-breakpoint
ALTER TABLE "madrid_refusals" ADD COLUMN "sent_note" text;--> statement-breakpoint
ALTER TABLE "madrid_refusals" ADD COLUMN "deliveries" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "madrid_events_designations" ON "madrid_events" USING gin (("data" -> 'designations') jsonb_path_ops);