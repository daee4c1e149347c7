ALTER TABLE "gi_identifiers" DROP CONSTRAINT "gi_identifiers_gi_id_gis_id_fk";
--> statement-breakpoint
ALTER TABLE "version_entries" DROP CONSTRAINT "version_entries_hash_entry_revisions_hash_fk";
--> statement-breakpoint
ALTER TABLE "version_entries" DROP CONSTRAINT "version_entries_gi_id_gis_id_fk";
--> statement-breakpoint
ALTER TABLE "draft_screenings" ADD COLUMN "reached" text DEFAULT '' NOT NULL;