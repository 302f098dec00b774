CREATE TABLE `components` (
	`company_id` integer NOT NULL,
	`bundle_id` integer NOT NULL,
	`bundle_kind` text DEFAULT 'bundle' NOT NULL,
	`product_id` integer NOT NULL,
	`product_kind` text DEFAULT 'product' NOT NULL,
	`quantity` integer NOT NULL,
	PRIMARY KEY(`company_id`, `bundle_id`, `product_id`),
	FOREIGN KEY (`company_id`,`bundle_id`,`bundle_kind`) REFERENCES `products`(`company_id`,`id`,`kind`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`company_id`,`product_id`,`product_kind`) REFERENCES `products`(`company_id`,`id`,`kind`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "component_of_bundle" CHECK("components"."bundle_kind" = 'bundle'),
	CONSTRAINT "component_is_product" CHECK("components"."product_kind" = 'product'),
	CONSTRAINT "component_quantity_range" CHECK("components"."quantity" between 1 and 1000000)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `components_of_product` ON `components` (`company_id`,`product_id`);--> statement-breakpoint
CREATE TABLE `product_types` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`low_stock_threshold` integer,
	`is_active` integer DEFAULT true NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "product_type_name_length" CHECK(length("product_types"."name") between 1 and 255),
	CONSTRAINT "product_type_threshold_range" CHECK("product_types"."low_stock_threshold" between 0 and 1000000000),
	CONSTRAINT "product_type_is_active_flag" CHECK("product_types"."is_active" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `product_type_id` ON `product_types` (`company_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `duplicate_product_type_name` ON `product_types` (`company_id`,`name_key`);--> statement-breakpoint
CREATE TABLE `products` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`kind` text NOT NULL,
	`sku` text NOT NULL,
	`sku_key` text NOT NULL,
	`sku_scope` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`price` integer NOT NULL,
	`product_type_id` integer,
	`low_stock_threshold` integer,
	`description` text,
	`is_active` integer DEFAULT true NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`company_id`,`product_type_id`) REFERENCES `product_types`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "product_kind_known" CHECK("products"."kind" in ('product', 'bundle')),
	CONSTRAINT "product_sku_length" CHECK(length("products"."sku") between 1 and 100),
	CONSTRAINT "product_sku_scope" CHECK("products"."sku_scope" in (0, "products"."company_id")),
	CONSTRAINT "product_name_length" CHECK(length("products"."name") between 1 and 255),
	CONSTRAINT "product_price_range" CHECK("products"."price" between 0 and 9999999999),
	CONSTRAINT "product_threshold_range" CHECK("products"."low_stock_threshold" between 0 and 1000000000),
	CONSTRAINT "product_description_length" CHECK(length("products"."description") <= 5000),
	CONSTRAINT "bundle_has_no_threshold" CHECK("products"."kind" = 'product' or "products"."low_stock_threshold" is null),
	CONSTRAINT "product_is_active_flag" CHECK("products"."is_active" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE INDEX `products_of_type` ON `products` (`company_id`,`product_type_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `product_id` ON `products` (`company_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `product_kind` ON `products` (`company_id`,`id`,`kind`);--> statement-breakpoint
CREATE UNIQUE INDEX `duplicate_sku` ON `products` (`sku_scope`,`sku_key`);--> statement-breakpoint
CREATE TABLE `suppliers` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`contact_email` text,
	`lead_time_days` integer,
	`is_active` integer DEFAULT true NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "supplier_name_length" CHECK(length("suppliers"."name") between 1 and 255),
	CONSTRAINT "supplier_email_length" CHECK(length("suppliers"."contact_email") between 3 and 254),
	CONSTRAINT "supplier_lead_time_range" CHECK("suppliers"."lead_time_days" between 0 and 365),
	CONSTRAINT "supplier_is_active_flag" CHECK("suppliers"."is_active" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `supplier_id` ON `suppliers` (`company_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `duplicate_supplier_name` ON `suppliers` (`company_id`,`name_key`);--> statement-breakpoint
CREATE TABLE `terms` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`supplier_id` integer NOT NULL,
	`product_id` integer NOT NULL,
	`product_kind` text DEFAULT 'product' NOT NULL,
	`is_primary` integer DEFAULT false NOT NULL,
	`supplier_code` text,
	`unit_cost` integer,
	`minimum_quantity` integer DEFAULT 1 NOT NULL,
	`pack_size` integer DEFAULT 1 NOT NULL,
	`lead_time_days` integer,
	`is_active` integer DEFAULT true NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`company_id`,`supplier_id`) REFERENCES `suppliers`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`company_id`,`product_id`,`product_kind`) REFERENCES `products`(`company_id`,`id`,`kind`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "terms_product_kind" CHECK("terms"."product_kind" = 'product'),
	CONSTRAINT "terms_is_primary_flag" CHECK("terms"."is_primary" in (0, 1)),
	CONSTRAINT "terms_is_active_flag" CHECK("terms"."is_active" in (0, 1)),
	CONSTRAINT "terms_supplier_code_length" CHECK(length("terms"."supplier_code") between 1 and 100),
	CONSTRAINT "terms_unit_cost_range" CHECK("terms"."unit_cost" between 0 and 9999999999),
	CONSTRAINT "terms_minimum_quantity_range" CHECK("terms"."minimum_quantity" between 1 and 1000000000),
	CONSTRAINT "terms_pack_size_range" CHECK("terms"."pack_size" between 1 and 1000000),
	CONSTRAINT "terms_lead_time_range" CHECK("terms"."lead_time_days" between 0 and 365)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `terms_primary` ON `terms` (`company_id`,`product_id`) WHERE "terms"."is_primary" and "terms"."is_active";--> statement-breakpoint
CREATE INDEX `terms_of_supplier` ON `terms` (`company_id`,`supplier_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `terms_id` ON `terms` (`company_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `duplicate_terms` ON `terms` (`company_id`,`product_id`,`supplier_id`);--> statement-breakpoint
CREATE TABLE `warehouses` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`address` text,
	`is_active` integer DEFAULT true NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "warehouse_name_length" CHECK(length("warehouses"."name") between 1 and 255),
	CONSTRAINT "warehouse_is_active_flag" CHECK("warehouses"."is_active" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `warehouse_id` ON `warehouses` (`company_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `duplicate_warehouse_name` ON `warehouses` (`company_id`,`name_key`);--> statement-breakpoint
CREATE TABLE `companies` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`time_zone` text NOT NULL,
	`currency` text NOT NULL,
	`low_stock_threshold` integer,
	`window_days` integer DEFAULT 30 NOT NULL,
	`is_active` integer DEFAULT true NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "company_name_length" CHECK(length("companies"."name") between 1 and 255),
	CONSTRAINT "company_currency_code" CHECK("companies"."currency" glob '[A-Z][A-Z][A-Z]'),
	CONSTRAINT "company_threshold_range" CHECK("companies"."low_stock_threshold" between 0 and 1000000000),
	CONSTRAINT "company_window_range" CHECK("companies"."window_days" between 1 and 365),
	CONSTRAINT "company_is_active_flag" CHECK("companies"."is_active" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE TABLE `idempotency` (
	`company_id` integer NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`answer` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`company_id`, `key`),
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "idempotency_key_length" CHECK(length("idempotency"."key") between 16 and 255)
) STRICT;
--> statement-breakpoint
CREATE INDEX `idempotency_age` ON `idempotency` (`created_at`);--> statement-breakpoint
CREATE TABLE `keys` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`prefix` text NOT NULL,
	`hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "key_name_length" CHECK(length("keys"."name") between 1 and 255),
	CONSTRAINT "key_role_known" CHECK("keys"."role" in ('viewer', 'operator', 'owner')),
	CONSTRAINT "key_hash_shape" CHECK(length("keys"."hash") = 64)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `key_id` ON `keys` (`company_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `key_hash` ON `keys` (`hash`);--> statement-breakpoint
CREATE TABLE `members` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`is_active` integer DEFAULT true NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "member_email_lower" CHECK("members"."email" = lower("members"."email") and length("members"."email") between 3 and 254),
	CONSTRAINT "member_name_length" CHECK(length("members"."name") between 1 and 255),
	CONSTRAINT "member_role_known" CHECK("members"."role" in ('viewer', 'operator', 'owner')),
	CONSTRAINT "member_is_active_flag" CHECK("members"."is_active" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `member_id` ON `members` (`company_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `duplicate_email` ON `members` (`company_id`,`email`);--> statement-breakpoint
CREATE TABLE `count_lines` (
	`company_id` integer NOT NULL,
	`count_id` integer NOT NULL,
	`product_id` integer NOT NULL,
	`counted` integer NOT NULL,
	`expected` integer,
	PRIMARY KEY(`company_id`, `count_id`, `product_id`),
	FOREIGN KEY (`company_id`,`count_id`) REFERENCES `counts`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`company_id`,`product_id`) REFERENCES `products`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "count_line_counted_range" CHECK("count_lines"."counted" between 0 and 1000000000)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `counts_of_product` ON `count_lines` (`company_id`,`product_id`,`count_id`);--> statement-breakpoint
CREATE TABLE `counts` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`warehouse_id` integer NOT NULL,
	`actor` text NOT NULL,
	`reason` text,
	`reference` text,
	`occurred_at` integer NOT NULL,
	`recorded_at` integer NOT NULL,
	`day` integer NOT NULL,
	FOREIGN KEY (`company_id`,`warehouse_id`) REFERENCES `warehouses`(`company_id`,`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `count_id` ON `counts` (`company_id`,`id`);--> statement-breakpoint
CREATE TABLE `bundle_sales` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`bundle_id` integer NOT NULL,
	`bundle_kind` text DEFAULT 'bundle' NOT NULL,
	`warehouse_id` integer NOT NULL,
	`quantity` integer NOT NULL,
	`actor` text NOT NULL,
	`reason` text,
	`reference` text,
	`occurred_at` integer NOT NULL,
	`recorded_at` integer NOT NULL,
	`day` integer NOT NULL,
	FOREIGN KEY (`company_id`,`bundle_id`,`bundle_kind`) REFERENCES `products`(`company_id`,`id`,`kind`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`company_id`,`warehouse_id`) REFERENCES `warehouses`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bundle_sale_kind" CHECK("bundle_sales"."bundle_kind" = 'bundle'),
	CONSTRAINT "bundle_sale_quantity_range" CHECK("bundle_sales"."quantity" between 1 and 1000000)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `bundle_sale_id` ON `bundle_sales` (`company_id`,`id`);--> statement-breakpoint
CREATE TABLE `daily_demand` (
	`company_id` integer NOT NULL,
	`product_id` integer NOT NULL,
	`warehouse_id` integer NOT NULL,
	`day` integer NOT NULL,
	`sold` integer DEFAULT 0 NOT NULL,
	`net` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`company_id`, `product_id`, `warehouse_id`, `day`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `inventory` (
	`company_id` integer NOT NULL,
	`product_id` integer NOT NULL,
	`warehouse_id` integer NOT NULL,
	`on_hand` integer DEFAULT 0 NOT NULL,
	`last_movement_id` integer DEFAULT 0 NOT NULL,
	`out_since_day` integer,
	`low_stock_threshold` integer,
	`threshold` integer,
	`is_listed` integer DEFAULT true NOT NULL,
	`velocity` real DEFAULT 0 NOT NULL,
	`velocity_computed_at` integer,
	`sells` integer GENERATED ALWAYS AS ((velocity > 0)) VIRTUAL NOT NULL,
	`days_until_stockout` integer GENERATED ALWAYS AS ((case when velocity > 0 then cast(on_hand / velocity + 1e-9 as integer) end)) VIRTUAL,
	PRIMARY KEY(`company_id`, `product_id`, `warehouse_id`),
	FOREIGN KEY (`company_id`,`product_id`) REFERENCES `products`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`company_id`,`warehouse_id`) REFERENCES `warehouses`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "insufficient_stock" CHECK("inventory"."on_hand" >= 0),
	CONSTRAINT "stock_range" CHECK("inventory"."on_hand" <= 1000000000000),
	CONSTRAINT "inventory_threshold_range" CHECK("inventory"."low_stock_threshold" between 0 and 1000000000),
	CONSTRAINT "inventory_is_listed_flag" CHECK("inventory"."is_listed" in (0, 1)),
	CONSTRAINT "velocity_range" CHECK("inventory"."velocity" = 0 or "inventory"."velocity" between 0.000001 and 1000000000)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `inventory_of_warehouse` ON `inventory` (`company_id`,`warehouse_id`,`product_id`);--> statement-breakpoint
CREATE INDEX `inventory_low` ON `inventory` (`company_id`,`sells`,`days_until_stockout`,("on_hand" - "threshold"),`product_id`,`warehouse_id`) WHERE "inventory"."is_listed" and "inventory"."on_hand" <= "inventory"."threshold";--> statement-breakpoint
CREATE TABLE `movements` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`product_id` integer NOT NULL,
	`warehouse_id` integer NOT NULL,
	`type` text NOT NULL,
	`quantity` integer NOT NULL,
	`expected` integer,
	`balance` integer,
	`actor` text NOT NULL,
	`reason` text,
	`reference` text,
	`occurred_at` integer NOT NULL,
	`recorded_at` integer NOT NULL,
	`day` integer NOT NULL,
	`reverses_id` integer,
	`sale_id` integer,
	`bundle_sale_id` integer,
	`transfer_id` integer,
	`count_id` integer,
	FOREIGN KEY (`company_id`,`product_id`) REFERENCES `products`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`company_id`,`warehouse_id`) REFERENCES `warehouses`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`company_id`,`reverses_id`) REFERENCES `movements`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`company_id`,`sale_id`) REFERENCES `movements`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "movement_type_known" CHECK("movements"."type" in ('initial', 'sale', 'return', 'receipt', 'adjustment', 'count', 'scrap', 'transfer_out', 'transfer_in')),
	CONSTRAINT "movement_direction" CHECK(case when "movements"."reverses_id" is not null then "movements"."quantity" <> 0
        when "movements"."type" = 'initial' then "movements"."quantity" >= 0
        when "movements"."type" in ('return', 'receipt', 'transfer_in') then "movements"."quantity" > 0
        when "movements"."type" in ('sale', 'scrap', 'transfer_out') then "movements"."quantity" < 0
        else "movements"."quantity" <> 0 end),
	CONSTRAINT "movement_quantity_range" CHECK("movements"."quantity" between -1000000000 and 1000000000),
	CONSTRAINT "movement_time_range" CHECK("movements"."occurred_at" between "movements"."recorded_at" - 1096 * 86400000 and "movements"."recorded_at" + 300000),
	CONSTRAINT "movement_day_of_time" CHECK("movements"."day" between "movements"."occurred_at" / 86400000 - 1 and "movements"."occurred_at" / 86400000 + 1),
	CONSTRAINT "return_of_sale" CHECK("movements"."sale_id" is null or "movements"."type" = 'return'),
	CONSTRAINT "movement_reason_length" CHECK(length("movements"."reason") between 1 and 500),
	CONSTRAINT "movement_reference_length" CHECK(length("movements"."reference") between 1 and 255)
) STRICT;
--> statement-breakpoint
CREATE INDEX `movements_of_product` ON `movements` (`company_id`,`product_id`,`warehouse_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `movement_reversed_once` ON `movements` (`reverses_id`) WHERE "movements"."reverses_id" is not null;--> statement-breakpoint
CREATE INDEX `returns_of_sale` ON `movements` (`sale_id`) WHERE "movements"."sale_id" is not null;--> statement-breakpoint
CREATE INDEX `movements_of_transfer` ON `movements` (`transfer_id`) WHERE "movements"."transfer_id" is not null;--> statement-breakpoint
CREATE INDEX `movements_of_count` ON `movements` (`count_id`) WHERE "movements"."count_id" is not null;--> statement-breakpoint
CREATE INDEX `movements_of_bundle_sale` ON `movements` (`bundle_sale_id`) WHERE "movements"."bundle_sale_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `movement_id` ON `movements` (`company_id`,`id`);--> statement-breakpoint
CREATE TABLE `dirty` (
	`company_id` integer NOT NULL,
	`product_id` integer NOT NULL,
	`warehouse_id` integer NOT NULL,
	`movement_id` integer NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`company_id`, `product_id`, `warehouse_id`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `arrival_lines` (
	`company_id` integer NOT NULL,
	`arrival_id` integer NOT NULL,
	`product_id` integer NOT NULL,
	`quantity` integer NOT NULL,
	PRIMARY KEY(`company_id`, `arrival_id`, `product_id`),
	FOREIGN KEY (`company_id`,`arrival_id`) REFERENCES `arrivals`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "arrival_line_quantity_range" CHECK("arrival_lines"."quantity" between 1 and 1000000000)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `arrivals` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`transfer_id` integer NOT NULL,
	`is_return` integer NOT NULL,
	`actor` text NOT NULL,
	`reason` text,
	`reference` text,
	`occurred_at` integer NOT NULL,
	`recorded_at` integer NOT NULL,
	`day` integer NOT NULL,
	FOREIGN KEY (`company_id`,`transfer_id`) REFERENCES `transfers`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "arrival_is_return_flag" CHECK("arrivals"."is_return" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE INDEX `arrivals_of_transfer` ON `arrivals` (`company_id`,`transfer_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `arrival_id` ON `arrivals` (`company_id`,`id`);--> statement-breakpoint
CREATE TABLE `transfer_lines` (
	`company_id` integer NOT NULL,
	`transfer_id` integer NOT NULL,
	`product_id` integer NOT NULL,
	`quantity` integer NOT NULL,
	`arrived` integer DEFAULT 0 NOT NULL,
	`returned` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`company_id`, `transfer_id`, `product_id`),
	FOREIGN KEY (`company_id`,`transfer_id`) REFERENCES `transfers`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`company_id`,`product_id`) REFERENCES `products`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "transfer_line_quantity_range" CHECK("transfer_lines"."quantity" between 1 and 1000000000),
	CONSTRAINT "transfer_line_positive" CHECK("transfer_lines"."arrived" >= 0 and "transfer_lines"."returned" >= 0),
	CONSTRAINT "transfer_over_received" CHECK("transfer_lines"."arrived" + "transfer_lines"."returned" <= "transfer_lines"."quantity")
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `transfer_lines_in_transit` ON `transfer_lines` (`company_id`,`product_id`,`transfer_id`) WHERE "transfer_lines"."quantity" > "transfer_lines"."arrived" + "transfer_lines"."returned";--> statement-breakpoint
CREATE TABLE `transfers` (
	`id` integer PRIMARY KEY NOT NULL,
	`company_id` integer NOT NULL,
	`from_warehouse_id` integer NOT NULL,
	`to_warehouse_id` integer NOT NULL,
	`actor` text NOT NULL,
	`reason` text,
	`reference` text,
	`occurred_at` integer NOT NULL,
	`recorded_at` integer NOT NULL,
	`day` integer NOT NULL,
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`company_id`,`from_warehouse_id`) REFERENCES `warehouses`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`company_id`,`to_warehouse_id`) REFERENCES `warehouses`(`company_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "transfer_between_two" CHECK("transfers"."from_warehouse_id" <> "transfers"."to_warehouse_id")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `transfer_id` ON `transfers` (`company_id`,`id`);