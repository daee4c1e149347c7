ALTER TABLE "delivery_targets" ADD COLUMN "oauth" jsonb;--> statement-breakpoint
ALTER TABLE "sync_sources" ADD COLUMN "oauth" jsonb;--> statement-breakpoint
ALTER TABLE "sync_sources" ADD COLUMN "sealed" "bytea";