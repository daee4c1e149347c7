CREATE TABLE "watch_alerts" (
	"id" text PRIMARY KEY NOT NULL,
	"sequence" bigserial NOT NULL,
	"mark_id" text NOT NULL,
	"gi_id" text NOT NULL,
	"candidate" text NOT NULL,
	"kind" text NOT NULL,
	"score" real NOT NULL,
	"false_alerts_per_million" real NOT NULL,
	"goods_relation" text NOT NULL,
	"explanation" jsonb NOT NULL,
	"agreements" text[] NOT NULL,
	"origin" text[] NOT NULL,
	"office" text NOT NULL,
	"deadline" date,
	"windows" jsonb NOT NULL,
	"status" text NOT NULL,
	"assignee" text,
	"note" text,
	"run_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "watch_delivered_alerts" (
	"subscription_id" text NOT NULL,
	"alert_id" text NOT NULL,
	"delivery_id" text NOT NULL,
	CONSTRAINT "watch_delivered_alerts_subscription_id_alert_id_pk" PRIMARY KEY("subscription_id","alert_id")
);
--> statement-breakpoint
CREATE TABLE "watch_deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"subscription_id" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"last_error" text,
	"created_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "watch_marks" (
	"id" text PRIMARY KEY NOT NULL,
	"office" text NOT NULL,
	"number" text NOT NULL,
	"text" text NOT NULL,
	"language" text,
	"classes" integer[] NOT NULL,
	"goods" text NOT NULL,
	"holder" text,
	"applied_on" date,
	"published_on" date,
	"state" text NOT NULL,
	"designations" text[] NOT NULL,
	"hash" text NOT NULL,
	"run_id" text NOT NULL,
	"place" jsonb NOT NULL,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "watch_rules" (
	"scope" text PRIMARY KEY NOT NULL,
	"alert_at" real NOT NULL,
	"reason" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "watch_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"file_id" text NOT NULL,
	"format" text NOT NULL,
	"office" text,
	"state" text NOT NULL,
	"position" integer NOT NULL,
	"added" integer NOT NULL,
	"changed" integer NOT NULL,
	"withdrawn" integer NOT NULL,
	"refused" integer NOT NULL,
	"alerts" integer NOT NULL,
	"problems" jsonb NOT NULL,
	"engine" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"started_by" text NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "watch_subscriptions" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"channel" text NOT NULL,
	"target" text,
	"language" text NOT NULL,
	"pace" text NOT NULL,
	"filter" jsonb NOT NULL,
	"token_hash" text,
	"stop_token" text NOT NULL,
	"after_sequence" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"stopped_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "watch_alerts" ADD CONSTRAINT "watch_alerts_mark_id_watch_marks_id_fk" FOREIGN KEY ("mark_id") REFERENCES "public"."watch_marks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watch_alerts" ADD CONSTRAINT "watch_alerts_gi_id_gis_id_fk" FOREIGN KEY ("gi_id") REFERENCES "public"."gis"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watch_alerts" ADD CONSTRAINT "watch_alerts_run_id_watch_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."watch_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watch_delivered_alerts" ADD CONSTRAINT "watch_delivered_alerts_subscription_id_watch_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."watch_subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watch_delivered_alerts" ADD CONSTRAINT "watch_delivered_alerts_alert_id_watch_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."watch_alerts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watch_delivered_alerts" ADD CONSTRAINT "watch_delivered_alerts_delivery_id_watch_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."watch_deliveries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watch_deliveries" ADD CONSTRAINT "watch_deliveries_subscription_id_watch_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."watch_subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watch_marks" ADD CONSTRAINT "watch_marks_run_id_watch_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."watch_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watch_runs" ADD CONSTRAINT "watch_runs_file_id_source_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."source_files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "watch_alerts_pair" ON "watch_alerts" USING btree ("mark_id","gi_id");--> statement-breakpoint
CREATE UNIQUE INDEX "watch_alerts_sequence" ON "watch_alerts" USING btree ("sequence");--> statement-breakpoint
CREATE INDEX "watch_alerts_deadline" ON "watch_alerts" USING btree ("status","deadline");--> statement-breakpoint
CREATE INDEX "watch_alerts_gi" ON "watch_alerts" USING btree ("gi_id");--> statement-breakpoint
CREATE INDEX "watch_delivered_alerts_delivery" ON "watch_delivered_alerts" USING btree ("delivery_id");--> statement-breakpoint
CREATE INDEX "watch_deliveries_due" ON "watch_deliveries" USING btree ("state","next_at");--> statement-breakpoint
CREATE INDEX "watch_marks_run" ON "watch_marks" USING btree ("run_id");--> statement-breakpoint
CREATE UNIQUE INDEX "watch_runs_file" ON "watch_runs" USING btree ("file_id");--> statement-breakpoint
CREATE INDEX "watch_runs_started" ON "watch_runs" USING btree ("started_at");