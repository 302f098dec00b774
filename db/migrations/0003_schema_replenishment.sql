CREATE TABLE `forecasts` (
	`company_id` integer NOT NULL,
	`product_id` integer NOT NULL,
	`warehouse_id` integer NOT NULL,
	`movement_id` integer NOT NULL,
	`computed_at` integer NOT NULL,
	`velocity` real NOT NULL,
	`method` text NOT NULL,
	`confidence` text NOT NULL,
	`window_days` integer NOT NULL,
	`in_stock_days` real NOT NULL,
	`plain_mean` real NOT NULL,
	`cover_days` real,
	`p10_days` real,
	`p90_days` real,
	`first_stockout_day` integer,
	`run_out_day` integer,
	`reorder_point` integer NOT NULL,
	`order_up_to` real NOT NULL,
	`suggested_raw` real NOT NULL,
	`suggested_raised` real NOT NULL,
	`suggested` integer NOT NULL,
	`incoming` integer NOT NULL,
	`next_arrival_day` integer,
	`supplier_id` integer,
	`lead_days` integer NOT NULL,
	`basis` text NOT NULL,
	PRIMARY KEY(`company_id`, `product_id`, `warehouse_id`),
	FOREIGN KEY (`company_id`,`product_id`,`warehouse_id`) REFERENCES `inventory`(`company_id`,`product_id`,`warehouse_id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "forecast_method_known" CHECK("forecasts"."method" in ('adaptive', 'mean_30')),
	CONSTRAINT "forecast_confidence_known" CHECK("forecasts"."confidence" in ('high', 'medium', 'low')),
	CONSTRAINT "forecast_in_stock_range" CHECK("forecasts"."in_stock_days" between 0 and "forecasts"."window_days"),
	CONSTRAINT "forecast_reorder_range" CHECK("forecasts"."reorder_point" >= 0 and "forecasts"."suggested" >= 0 and "forecasts"."incoming" >= 0),
	CONSTRAINT "forecast_basis_json" CHECK(json_valid("forecasts"."basis"))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `letters` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`kind` text NOT NULL,
	`order_id` integer,
	`day` integer,
	`to_name` text,
	`to_address` text NOT NULL,
	`subject` text NOT NULL,
	`text` text NOT NULL,
	`html` text NOT NULL,
	`status` text DEFAULT 'queued' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`sending_at` integer,
	`handed_at` integer,
	`sent_at` integer,
	`channel` text,
	`response` text,
	`error` text,
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`company_id`,`order_id`) REFERENCES `orders`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "letter_kind_known" CHECK("letters"."kind" in ('order', 'digest', 'notice')),
	CONSTRAINT "letter_status_known" CHECK("letters"."status" in ('queued', 'sending', 'sent', 'failed', 'uncertain')),
	CONSTRAINT "letter_channel_known" CHECK("letters"."channel" in ('smtp', 'file')),
	CONSTRAINT "letter_of_its_kind" CHECK(("letters"."kind" = 'digest') = ("letters"."order_id" is null) and ("letters"."kind" = 'digest') = ("letters"."day" is not null)),
	CONSTRAINT "letter_sent_says_how" CHECK(("letters"."status" = 'sent') = ("letters"."sent_at" is not null)),
	CONSTRAINT "letter_address_length" CHECK(length("letters"."to_address") between 3 and 254),
	CONSTRAINT "letter_subject_length" CHECK(length("letters"."subject") between 1 and 998)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `letter_of_order` ON `letters` (`company_id`,`order_id`) WHERE "letters"."kind" = 'order';--> statement-breakpoint
CREATE UNIQUE INDEX `digest_of_day` ON `letters` (`company_id`,`day`,`to_address`) WHERE "letters"."kind" = 'digest';--> statement-breakpoint
CREATE INDEX `letters_unsettled` ON `letters` (`company_id`,`status`) WHERE "letters"."status" <> 'sent';--> statement-breakpoint
CREATE UNIQUE INDEX `letter_id` ON `letters` (`company_id`,`id`);--> statement-breakpoint
CREATE TABLE `order_lines` (
	`company_id` integer NOT NULL,
	`order_id` integer NOT NULL,
	`product_id` integer NOT NULL,
	`product_kind` text DEFAULT 'product' NOT NULL,
	`suggested` integer,
	`quantity` integer NOT NULL,
	`is_chosen` integer DEFAULT false NOT NULL,
	`reason` text,
	`shortage_id` integer,
	`supplier_code` text,
	`unit_cost` integer,
	`pack_size` integer DEFAULT 1 NOT NULL,
	`received` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`company_id`, `order_id`, `product_id`),
	FOREIGN KEY (`company_id`,`order_id`) REFERENCES `orders`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`company_id`,`product_id`,`product_kind`) REFERENCES `products`(`company_id`,`id`,`kind`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`company_id`,`shortage_id`) REFERENCES `shortages`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "order_line_product_kind" CHECK("order_lines"."product_kind" = 'product'),
	CONSTRAINT "order_line_quantity_range" CHECK("order_lines"."quantity" between 1 and 1000000000),
	CONSTRAINT "order_line_suggested_range" CHECK("order_lines"."suggested" between 0 and 1000000000000),
	CONSTRAINT "order_line_is_chosen_flag" CHECK("order_lines"."is_chosen" in (0, 1)),
	CONSTRAINT "order_line_reason_json" CHECK(json_valid("order_lines"."reason")),
	CONSTRAINT "order_line_received_positive" CHECK("order_lines"."received" >= 0)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `order_lines_outstanding` ON `order_lines` (`company_id`,`product_id`,`order_id`) WHERE "order_lines"."quantity" > "order_lines"."received";--> statement-breakpoint
CREATE INDEX `order_lines_of_shortage` ON `order_lines` (`company_id`,`shortage_id`) WHERE "order_lines"."shortage_id" is not null;--> statement-breakpoint
CREATE TABLE `orders` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`number` integer NOT NULL,
	`supplier_id` integer NOT NULL,
	`warehouse_id` integer NOT NULL,
	`status` text DEFAULT 'draft' NOT NULL,
	`origin` text NOT NULL,
	`held_by` text,
	`release_at` integer,
	`revision` integer DEFAULT 0 NOT NULL,
	`note` text,
	`reference` text,
	`lead_days` integer,
	`expected_day` integer,
	`approved_by` text,
	`created_at` integer NOT NULL,
	`approved_at` integer,
	`sent_at` integer,
	`sent_day` integer,
	`answered_at` integer,
	`closed_at` integer,
	`measured_lead_days` integer,
	FOREIGN KEY (`company_id`,`supplier_id`) REFERENCES `suppliers`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`company_id`,`warehouse_id`) REFERENCES `warehouses`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "order_status_known" CHECK("orders"."status" in ('draft', 'approved', 'sent', 'confirmed', 'partly_received', 'received', 'closed_short', 'cancelled', 'declined')),
	CONSTRAINT "order_origin_known" CHECK("orders"."origin" in ('automatic', 'manual')),
	CONSTRAINT "order_held_by_known" CHECK("orders"."held_by" in ('review', 'paused', 'low_confidence', 'stale_velocity', 'no_email', 'hours', 'daily_cap', 'mail_failed')),
	CONSTRAINT "order_sent_once" CHECK(("orders"."sent_at" is null) = ("orders"."sent_day" is null)),
	CONSTRAINT "order_lead_range" CHECK("orders"."lead_days" between 0 and 365),
	CONSTRAINT "order_note_length" CHECK(length("orders"."note") between 1 and 2000),
	CONSTRAINT "order_reference_length" CHECK(length("orders"."reference") between 1 and 255)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `order_draft` ON `orders` (`company_id`,`supplier_id`,`warehouse_id`) WHERE "orders"."status" = 'draft';--> statement-breakpoint
CREATE INDEX `orders_of_supplier` ON `orders` (`company_id`,`supplier_id`,`id`);--> statement-breakpoint
CREATE INDEX `orders_open` ON `orders` (`company_id`,`expected_day`) WHERE "orders"."status" in ('approved', 'sent', 'confirmed', 'partly_received');--> statement-breakpoint
CREATE UNIQUE INDEX `order_id` ON `orders` (`company_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `order_number` ON `orders` (`company_id`,`number`);--> statement-breakpoint
CREATE TABLE `receipt_lines` (
	`company_id` integer NOT NULL,
	`receipt_id` integer NOT NULL,
	`product_id` integer NOT NULL,
	`quantity` integer NOT NULL,
	PRIMARY KEY(`company_id`, `receipt_id`, `product_id`),
	FOREIGN KEY (`company_id`,`receipt_id`) REFERENCES `receipts`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "receipt_line_quantity_range" CHECK("receipt_lines"."quantity" between 1 and 1000000000)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `receipts` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`order_id` integer NOT NULL,
	`allows_surplus` integer NOT NULL,
	`actor` text NOT NULL,
	`reason` text,
	`reference` text,
	`occurred_at` integer NOT NULL,
	`recorded_at` integer NOT NULL,
	`day` integer NOT NULL,
	FOREIGN KEY (`company_id`,`order_id`) REFERENCES `orders`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "receipt_allows_surplus_flag" CHECK("receipts"."allows_surplus" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE INDEX `receipts_of_order` ON `receipts` (`company_id`,`order_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `receipt_id` ON `receipts` (`company_id`,`id`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`topic` text NOT NULL,
	`subject_id` integer NOT NULL,
	`mark` integer NOT NULL,
	`since` integer NOT NULL,
	`due_at` integer DEFAULT 0 NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL,
	`error` text,
	`parked_at` integer,
	CONSTRAINT "outbox_topic_known" CHECK("outbox"."topic" in ('order', 'letter'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`due_at`);--> statement-breakpoint
CREATE INDEX `outbox_parked` ON `outbox` (`parked_at`) WHERE "outbox"."parked_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_once` ON `outbox` (`topic`,`subject_id`);--> statement-breakpoint
CREATE TABLE `policies` (
	`company_id` integer PRIMARY KEY NOT NULL,
	`mode` text DEFAULT 'automatic' NOT NULL,
	`collecting_seconds` integer DEFAULT 60 NOT NULL,
	`opens_minute` integer DEFAULT 0 NOT NULL,
	`closes_minute` integer DEFAULT 1440 NOT NULL,
	`daily_cap` integer DEFAULT 10 NOT NULL,
	`is_paused` integer DEFAULT false NOT NULL,
	`method` text DEFAULT 'adaptive' NOT NULL,
	`review_days` integer DEFAULT 7 NOT NULL,
	`target_days` integer DEFAULT 14 NOT NULL,
	`safety_days` integer,
	`service_percent` integer DEFAULT 90 NOT NULL,
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "policy_mode_known" CHECK("policies"."mode" in ('automatic', 'review')),
	CONSTRAINT "policy_collecting_range" CHECK("policies"."collecting_seconds" between 0 and 86400),
	CONSTRAINT "policy_hours_range" CHECK("policies"."opens_minute" between 0 and 1439 and "policies"."closes_minute" between 1 and 1440 and "policies"."opens_minute" < "policies"."closes_minute"),
	CONSTRAINT "policy_daily_cap_range" CHECK("policies"."daily_cap" between 1 and 1000),
	CONSTRAINT "policy_is_paused_flag" CHECK("policies"."is_paused" in (0, 1)),
	CONSTRAINT "policy_method_known" CHECK("policies"."method" in ('adaptive', 'mean_30')),
	CONSTRAINT "policy_review_range" CHECK("policies"."review_days" between 0 and 90),
	CONSTRAINT "policy_target_range" CHECK("policies"."target_days" between 0 and 365),
	CONSTRAINT "policy_safety_range" CHECK("policies"."safety_days" between 0 and 365),
	CONSTRAINT "policy_service_range" CHECK("policies"."service_percent" between 50 and 99)
) STRICT;
--> statement-breakpoint
CREATE TABLE `secrets` (
	`company_id` integer PRIMARY KEY NOT NULL,
	`link` text NOT NULL,
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "secret_link_shape" CHECK(length("secrets"."link") = 64)
) STRICT;
--> statement-breakpoint
CREATE TABLE `supplier_policies` (
	`company_id` integer NOT NULL,
	`supplier_id` integer NOT NULL,
	`mode` text,
	`collecting_seconds` integer,
	`opens_minute` integer,
	`closes_minute` integer,
	`daily_cap` integer,
	`is_paused` integer,
	PRIMARY KEY(`company_id`, `supplier_id`),
	FOREIGN KEY (`company_id`,`supplier_id`) REFERENCES `suppliers`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "supplier_policy_mode_known" CHECK("supplier_policies"."mode" in ('automatic', 'review')),
	CONSTRAINT "supplier_policy_collecting_range" CHECK("supplier_policies"."collecting_seconds" between 0 and 86400),
	CONSTRAINT "supplier_policy_hours_range" CHECK(("supplier_policies"."opens_minute" is null) = ("supplier_policies"."closes_minute" is null) and ("supplier_policies"."opens_minute" is null
        or ("supplier_policies"."opens_minute" between 0 and 1439 and "supplier_policies"."closes_minute" between 1 and 1440 and "supplier_policies"."opens_minute" < "supplier_policies"."closes_minute"))),
	CONSTRAINT "supplier_policy_daily_cap_range" CHECK("supplier_policies"."daily_cap" between 1 and 1000),
	CONSTRAINT "supplier_policy_is_paused_flag" CHECK("supplier_policies"."is_paused" in (0, 1))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `shortages` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`product_id` integer NOT NULL,
	`warehouse_id` integer NOT NULL,
	`status` text DEFAULT 'open' NOT NULL,
	`opened_at` integer NOT NULL,
	`on_hand` integer NOT NULL,
	`threshold` integer NOT NULL,
	`held_by` text,
	`snoozed_until` integer,
	`decided_by` text,
	`note` text,
	`resolved_at` integer,
	`resolution` text,
	FOREIGN KEY (`company_id`,`product_id`,`warehouse_id`) REFERENCES `inventory`(`company_id`,`product_id`,`warehouse_id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "shortage_status_known" CHECK("shortages"."status" in ('open', 'ordered', 'acknowledged', 'snoozed', 'resolved')),
	CONSTRAINT "shortage_held_by_known" CHECK("shortages"."held_by" in ('no_supplier', 'incoming', 'person', 'order_ended')),
	CONSTRAINT "shortage_resolution_known" CHECK("shortages"."resolution" in ('restocked', 'delivered', 'not_selling', 'not_listed')),
	CONSTRAINT "shortage_is_resolved_once" CHECK(("shortages"."status" = 'resolved') = ("shortages"."resolved_at" is not null) and ("shortages"."resolved_at" is null) = ("shortages"."resolution" is null)),
	CONSTRAINT "shortage_snoozed_until" CHECK(("shortages"."status" = 'snoozed') = ("shortages"."snoozed_until" is not null)),
	CONSTRAINT "shortage_note_length" CHECK(length("shortages"."note") between 1 and 500)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `shortage_open` ON `shortages` (`company_id`,`product_id`,`warehouse_id`) WHERE "shortages"."status" <> 'resolved';--> statement-breakpoint
CREATE INDEX `shortages_of_product` ON `shortages` (`company_id`,`product_id`,`warehouse_id`,`id`);--> statement-breakpoint
CREATE INDEX `shortages_snoozed` ON `shortages` (`snoozed_until`) WHERE "shortages"."status" = 'snoozed';--> statement-breakpoint
CREATE UNIQUE INDEX `shortage_id` ON `shortages` (`company_id`,`id`);--> statement-breakpoint
ALTER TABLE `companies` ADD `swept_day` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `companies` ADD `digested_day` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `companies_of_zone` ON `companies` (`time_zone`,`swept_day`);--> statement-breakpoint
ALTER TABLE `members` ADD `wants_digest` integer DEFAULT 0 NOT NULL CONSTRAINT "member_wants_digest_flag" CHECK("wants_digest" in (0, 1));--> statement-breakpoint
ALTER TABLE `movements` ADD `receipt_id` integer;--> statement-breakpoint
CREATE INDEX `movements_of_day` ON `movements` (`product_id`,`warehouse_id`,`day`);--> statement-breakpoint
CREATE INDEX `movements_of_receipt` ON `movements` (`receipt_id`) WHERE "movements"."receipt_id" is not null;--> statement-breakpoint
DROP TRIGGER `movement_posts`;--> statement-breakpoint
DROP TABLE `dirty`;--> statement-breakpoint
CREATE TABLE `dirty` (
	`company_id` integer NOT NULL,
	`product_id` integer NOT NULL,
	`warehouse_id` integer NOT NULL,
	`mark` integer NOT NULL,
	`since` integer NOT NULL,
	`due_at` integer DEFAULT 0 NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL,
	`error` text,
	`parked_at` integer,
	PRIMARY KEY(`company_id`, `product_id`, `warehouse_id`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `dirty_due` ON `dirty` (`due_at`);--> statement-breakpoint
CREATE INDEX `dirty_parked` ON `dirty` (`parked_at`) WHERE "dirty"."parked_at" is not null;
