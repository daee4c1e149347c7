CREATE TABLE "watch_reminders" (
	"subscription_id" text NOT NULL,
	"subject" text NOT NULL,
	"due_on" date NOT NULL,
	"lead" integer NOT NULL,
	"delivery_id" text NOT NULL,
	CONSTRAINT "watch_reminders_subscription_id_subject_due_on_lead_pk" PRIMARY KEY("subscription_id","subject","due_on","lead")
);
--> statement-breakpoint
ALTER TABLE "watch_subscriptions" ADD COLUMN "remind_days" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "watch_subscriptions" ADD COLUMN "reminded_on" date;--> statement-breakpoint
ALTER TABLE "watch_reminders" ADD CONSTRAINT "watch_reminders_subscription_id_watch_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."watch_subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watch_reminders" ADD CONSTRAINT "watch_reminders_delivery_id_watch_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."watch_deliveries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "watch_reminders_delivery" ON "watch_reminders" USING btree ("delivery_id");