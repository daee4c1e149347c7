CREATE TABLE "agreements" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"title" jsonb NOT NULL,
	"parties" text[] NOT NULL,
	"signed_on" date,
	"in_force_on" date,
	"references" jsonb NOT NULL,
	"rules" jsonb NOT NULL,
	"evidence" jsonb NOT NULL,
	"notes" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"details" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "entry_names" (
	"hash" text NOT NULL,
	"ordinal" integer NOT NULL,
	"text" text NOT NULL,
	"language" text NOT NULL,
	"script" text NOT NULL,
	"kind" text NOT NULL,
	"evidence_level" text NOT NULL,
	"evidence_source" text NOT NULL,
	CONSTRAINT "entry_names_hash_ordinal_pk" PRIMARY KEY("hash","ordinal")
);
--> statement-breakpoint
CREATE TABLE "entry_revisions" (
	"hash" text PRIMARY KEY NOT NULL,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gi_identifiers" (
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"gi_id" text NOT NULL,
	CONSTRAINT "gi_identifiers_kind_value_gi_id_pk" PRIMARY KEY("kind","value","gi_id")
);
--> statement-breakpoint
CREATE TABLE "gis" (
	"id" text PRIMARY KEY NOT NULL,
	"product_group" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "import_problems" (
	"import_id" text NOT NULL,
	"ordinal" integer NOT NULL,
	"code" text NOT NULL,
	"severity" text NOT NULL,
	"message" text NOT NULL,
	"remedy" text NOT NULL,
	"place" jsonb NOT NULL,
	CONSTRAINT "import_problems_import_id_ordinal_pk" PRIMARY KEY("import_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" text PRIMARY KEY NOT NULL,
	"list_id" text NOT NULL,
	"file_id" text NOT NULL,
	"format" text NOT NULL,
	"mode" text NOT NULL,
	"state" text NOT NULL,
	"records" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"started_by" text NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "jurisdictions" (
	"code" text PRIMARY KEY NOT NULL,
	"name" jsonb NOT NULL,
	"member_of" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "list_versions" (
	"id" text PRIMARY KEY NOT NULL,
	"list_id" text NOT NULL,
	"number" integer,
	"state" text NOT NULL,
	"base_number" integer,
	"import_id" text,
	"content_hash" text,
	"successions" jsonb,
	"entry_count" integer,
	"verified_count" integer,
	"effective_on" date,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"published_at" timestamp with time zone,
	"published_by" text
);
--> statement-breakpoint
CREATE TABLE "lists" (
	"id" text PRIMARY KEY NOT NULL,
	"agreement_id" text NOT NULL,
	"kind" text NOT NULL,
	"title" jsonb NOT NULL,
	"protected_in" text NOT NULL,
	"origin" text NOT NULL,
	"expected_entries" jsonb,
	"default_status" text NOT NULL,
	"legal_basis" jsonb NOT NULL,
	"notes" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "source_file_chunks" (
	"file_id" text NOT NULL,
	"ordinal" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "source_file_chunks_file_id_ordinal_pk" PRIMARY KEY("file_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "source_files" (
	"id" text PRIMARY KEY NOT NULL,
	"sha256" text,
	"name" text NOT NULL,
	"size" integer,
	"received_at" timestamp with time zone NOT NULL,
	"received_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "version_entries" (
	"version_id" text NOT NULL,
	"key" text NOT NULL,
	"hash" text NOT NULL,
	"gi_id" text NOT NULL,
	"linked_by" text NOT NULL,
	"import_id" text,
	"place" jsonb,
	CONSTRAINT "version_entries_version_id_key_pk" PRIMARY KEY("version_id","key")
);
--> statement-breakpoint
CREATE TABLE "pair_decisions" (
	"id" text PRIMARY KEY NOT NULL,
	"name_a" text NOT NULL,
	"name_b" text NOT NULL,
	"ruling" text NOT NULL,
	"reason" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	"decided_by" text NOT NULL,
	"superseded_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" text PRIMARY KEY NOT NULL,
	"direction" text NOT NULL,
	"partner" text NOT NULL,
	"message_id" text NOT NULL,
	"list_id" text NOT NULL,
	"sha256" text NOT NULL,
	"body" "bytea" NOT NULL,
	"signature" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"import_id" text,
	"receipt" text,
	"receipt_signature" text
);
--> statement-breakpoint
CREATE TABLE "partners" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"keys" jsonb NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	"added_by" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "gi_identifiers" ADD CONSTRAINT "gi_identifiers_gi_id_gis_id_fk" FOREIGN KEY ("gi_id") REFERENCES "public"."gis"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_problems" ADD CONSTRAINT "import_problems_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_list_id_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_file_id_source_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."source_files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_versions" ADD CONSTRAINT "list_versions_list_id_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_versions" ADD CONSTRAINT "list_versions_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lists" ADD CONSTRAINT "lists_agreement_id_agreements_id_fk" FOREIGN KEY ("agreement_id") REFERENCES "public"."agreements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_file_chunks" ADD CONSTRAINT "source_file_chunks_file_id_source_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."source_files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_entries" ADD CONSTRAINT "version_entries_version_id_list_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."list_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_entries" ADD CONSTRAINT "version_entries_hash_entry_revisions_hash_fk" FOREIGN KEY ("hash") REFERENCES "public"."entry_revisions"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_entries" ADD CONSTRAINT "version_entries_gi_id_gis_id_fk" FOREIGN KEY ("gi_id") REFERENCES "public"."gis"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_subject" ON "audit" USING btree ("subject","id");--> statement-breakpoint
CREATE INDEX "gi_identifiers_gi" ON "gi_identifiers" USING btree ("gi_id");--> statement-breakpoint
CREATE INDEX "imports_list" ON "imports" USING btree ("list_id","started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "list_versions_number" ON "list_versions" USING btree ("list_id","number");--> statement-breakpoint
CREATE INDEX "list_versions_state" ON "list_versions" USING btree ("list_id","state","created_at");--> statement-breakpoint
CREATE INDEX "version_entries_gi" ON "version_entries" USING btree ("gi_id");--> statement-breakpoint
CREATE UNIQUE INDEX "pair_decisions_pair" ON "pair_decisions" USING btree ("name_a","name_b","decided_at");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_identity" ON "messages" USING btree ("direction","partner","message_id");