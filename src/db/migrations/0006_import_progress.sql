ALTER TABLE "imports" ALTER COLUMN "format" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "evidence" jsonb;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "effective_on" date;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "ceiling" jsonb;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "stage" text DEFAULT 'reading' NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "bytes_done" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "bytes_total" bigint;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "problems" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "beat_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "resumes" text;--> statement-breakpoint
ALTER TABLE "source_file_chunks" ADD COLUMN "encoding" text DEFAULT 'raw' NOT NULL;